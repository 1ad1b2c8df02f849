using System.Text;
using Webhook.Fuzz.Parsing;

namespace Webhook.Fuzz.Surfaces;

/// <summary>Everything that reads a short text from outside: a line with the parser's name, then the text.</summary>
internal sealed class ParserSurface : Surface
{
    private static readonly Dictionary<string, Action<string>> Parsers = new(StringComparer.Ordinal)
    {
        ["subscription-id"] = IdParsing.Subscription,
        ["event-id"] = IdParsing.Event,
        ["traceparent"] = IdParsing.TraceParent,
        ["callback-url"] = SettingsParsing.CallbackUrl,
        ["authorization"] = SettingsParsing.Authorization,
        ["secret"] = SettingsParsing.SigningSecret,
        ["retry-after"] = AnswerParsing.RetryAfterHeader,
        ["excerpt"] = AnswerParsing.ExcerptOfBody,
        ["network"] = ConfigurationParsing.Network,
        ["configuration"] = ConfigurationParsing.Settings,
    };

    public override void Try(byte[] input)
    {
        var (name, text) = Parts.Line(input);
        if (Parsers.TryGetValue(name, out var parse))
        {
            parse(Encoding.UTF8.GetString(text));
        }
    }
}

using Webhook.Messages;

namespace Webhook.Fuzz.Surfaces;

/// <summary>The payload's checks: it is brought into its one form, which stays as it is, or has one fault that can be shown.</summary>
internal sealed class PayloadSurface : Surface
{
    private const int LongestFault = 400;

    public override void Try(byte[] input)
    {
        var fault = LessonPayload.Parse(input, out var canonical);
        Promise(fault is null == canonical is not null, "A payload has a fault or one form.");
        if (fault is not null)
        {
            Promise(fault.Detail.Length is > 0 and < LongestFault && !fault.Detail.Any(char.IsControl), "A fault can be shown in a line.");
            return;
        }

        Promise(canonical!.Length <= Limits.PayloadBytes, "The one form is no longer than the limit.");
        Promise(LessonPayload.Parse(canonical, out var again) is null && canonical.AsSpan().SequenceEqual(again), "The one form stays as it is.");
    }
}

using System.Text;
using CsCheck;
using Webhook.Messages;

namespace Webhook.Tests.Messages;

/// <summary>What is taken for plain is not read any further, so it must have been right.</summary>
public sealed class PlainPayloadTests
{
    private static readonly string[] Texts =
        ["\"1\"", "\"\"", "\"Zoë 日本 🎓\"", "\"a\\u0041\"", "\"a\\\"b\"", "\"a\\\\\"", "\"\\ud800\"", "\"a\u007f\"", "\"a\u2028b\"", "\"\t\"", "\"", "1", "null", "true", " \"1\""];

    private static readonly string[] Objects =
    [
        "{}", """{"a":"b","c":1.50,"d":true,"e":false,"f":null}""", """{"a":1,"a":2}""", """{"":-0}""", """{"a":-}""", """{"a":01}""", """{"a":1.}""", """{"a":1e5}""",
        """{"a":{}}""", """{"a":[1]}""", """{"a" :1}""", """{"a":1,}""", """{,}""", """{"a"}""", """{"a":}""", """{"a":1""", """{"ä":"ö"}""", """{"\u0061":1,"a":2}""",
        $"{{{string.Join(',', Enumerable.Range(0, 16).Select(i => $"\"{i}\":{i}"))}}}", $"{{{string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"{i}\":{i}"))}}}", "[]",
    ];

    private static readonly string[] Numbers =
        ["0", "85", "100", "101", "-1", "-0", "00", "085", "1.5", "99.999999999999999999999999999999", "100.00", "100.01", "100.", ".5", "1e1", "1E+1", "\"1\"", "null", "1 ", "+1"];

    private static readonly string[] Dates =
    [
        "\"2015-04-28T14:36:24Z\"", "\"2015-04-28T14:36:24.5Z\"", "\"2015-04-28T14:36:24.1234567Z\"", "\"2015-04-28T14:36:24.12345678Z\"", "\"2015-04-28T14:36:24.50Z\"", "\"2015-04-28T14:36:24.Z\"",
        "\"2015-02-29T14:36:24Z\"", "\"0000-01-01T00:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59.9999999Z\"", "\"2015-04-28T24:00:00Z\"", "\"2015-04-28T14:36:60Z\"", "\"2015-04-28T14:36Z\"",
        "\"2015-04-28T14:36:24+02:00\"", "\"2015-04-28T14:36:24\"", "\"2015-04-28 14:36:24Z\"", "\"2015-04-28t14:36:24z\"", "\"2015-04-28T14:36:2xZ\"", "\"2015-04-28T14:36:24,5Z\"", "null",
    ];

    private static readonly string[] Urls =
    [
        "\"https://example.com/report_cards/1\"", "\"http://localhost\"", "\"https://example.com/a?b=c&d=~.-_\"", "\"HTTPS://example.com/\"", "\"https://\"", "\"https:///a\"", "\"https://a..b/\"", "\"https://.a/\"",
        "\"https://a./\"", "\"https://-a/\"", "\"https://1.2.3.4/\"", "\"https://999.1.1.1/\"", "\"https://xn--a/\"", "\"https://a_b/\"", "\"https://a:80/\"", "\"https://a:x/\"", "\"https://u@a/\"", "\"https://[::1]/\"",
        "\"https://a/%zz\"", "\"https://a/ b\"", "\"https://a\\\\b/\"", "\"https://exämple.com/ä\"", "\"ftp://a/\"", "\"/1\"", "\"https://a?b\"", "\"https://a#b\"", $"\"https://{new string('a', 63)}/\"", $"\"https://{new string('a', 64)}/\"", "1",
    ];

    /// <summary>Payloads whose fields are mostly right, in order, and without white space; each may be missing.</summary>
    private static readonly Gen<string> Payload = Gen.Select(
        Gen.Select(Field("ext_uid", Texts), Field("id", Texts), Field("name", Texts), Field("email", Texts), Field("custom_fields", Objects)),
        Gen.Select(Field("id", Texts), Field("title", Texts), Field("retake_score", Numbers)),
        Gen.Select(Field("score_percent", Numbers), Field("started_at", Dates), Field("completed_at", Dates), Field("assigned_at", Dates), Field("report_card_url", Urls)),
        Gen.Int[0, 40])
        .Select((user, lesson, rest, odd) =>
        {
            var own = ObjectOf(
                $"\"user\":{ObjectOf(user.Item1, user.Item2, user.Item3, user.Item4, user.Item5)}",
                $"\"lesson\":{ObjectOf(lesson.Item1, lesson.Item2, lesson.Item3)}",
                rest.Item1, rest.Item2, rest.Item3, rest.Item4, rest.Item5);
            return odd switch { 0 => own + " ", 1 => own[..^1], 2 => own + "}", 3 => own.Replace("\"lesson\"", "\"lessen\"", StringComparison.Ordinal), _ => own };
        });

    [Fact]
    public void A_payload_that_is_not_read_further_would_have_passed_unchanged()
    {
        var plain = 0;
        Payload.Sample(
            json =>
            {
                if (Check(Encoding.UTF8.GetBytes(json)))
                {
                    Interlocked.Increment(ref plain);
                }
            },
            iter: 50_000);
        Assert.InRange(plain, 1_000, 49_000);
    }

    [Fact]
    public void So_would_one_with_some_of_its_bytes_changed() =>
        Gen.Select(Payload, Gen.Select(Gen.Int[0, 1_000], Gen.Byte[32, 127]).Array[1, 3]).Sample(
            (json, changes) =>
            {
                var bytes = Encoding.UTF8.GetBytes(json);
                foreach (var (at, value) in changes)
                {
                    bytes[at % bytes.Length] = value;
                }

                Check(bytes);
            },
            iter: 50_000);

    [Fact]
    public void Events_as_they_are_rendered_are_plain()
    {
        var lesson = Lessons.Sample("customer-1", "event-1");
        var fields = new CustomFields().Add("Abteilung", "Öffentlichkeitsarbeit").Add("Anteil", 2.50m).Add("befristet", value: false);
        foreach (var of in new[]
        {
            lesson,
            lesson with { User = new User("1", "Zoë Müller-Łukasiewicz 山田", "") { CustomFields = fields }, CompletedAt = lesson.CompletedAt.AddTicks(1_234_567) },
            lesson with { ScorePercent = null, ReportCardUrl = null, StartedAt = null, AssignedAt = null },
        })
        {
            Assert.True(PlainPayload.Is(LessonPayload.Render(of)), Encoding.UTF8.GetString(LessonPayload.Render(of)));
        }
    }

    [Fact]
    public void One_that_is_too_large_is_not()
    {
        var lesson = Lessons.Sample("customer-1", "event-1");
        var rest = Limits.PayloadBytes - LessonPayload.Render(lesson with { Lesson = lesson.Lesson with { Title = "" } }).Length;
        Assert.True(PlainPayload.Is(LessonPayload.Render(lesson with { Lesson = lesson.Lesson with { Title = new string('a', rest) } })));
        Assert.False(PlainPayload.Is(LessonPayload.Render(lesson with { Lesson = lesson.Lesson with { Title = new string('a', rest + 1) } })));
    }

    private static bool Check(byte[] payload)
    {
        if (!PlainPayload.Is(payload))
        {
            return false;
        }

        var fault = LessonPayload.Parse(payload, out var canonical);
        Assert.True(fault is null, $"{fault?.Field}: {fault?.Detail} in {Encoding.UTF8.GetString(payload)}");
        Assert.True(payload.AsSpan().SequenceEqual(canonical), $"The one form of {Encoding.UTF8.GetString(payload)} is another.");
        return true;
    }

    /// <summary>A field with a value that is mostly the first; seldom none.</summary>
    private static Gen<string?> Field(string name, string[] values) =>
        Gen.Int[0, (values.Length * 8) - 1].Select(i => i == 1 ? null : $"\"{name}\":{(i < values.Length ? values[i] : values[0])}");

    private static string ObjectOf(params string?[] fields) => $"{{{string.Join(',', fields.Where(f => f is not null))}}}";
}

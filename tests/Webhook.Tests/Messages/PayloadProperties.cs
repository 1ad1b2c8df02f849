using System.Text;
using CsCheck;
using Webhook.Messages;

namespace Webhook.Tests.Messages;

public sealed class PayloadProperties
{
    private static readonly byte[] Sample = LessonPayload.Render(Lessons.Sample("customer-1", "event-1"));

    private static readonly Gen<string> Text = Gen.OneOf(Gen.Char['\0', '\uD7FF'], Gen.Char['\uE000', '\uFFFF']).Array[1, 20].Select(c => new string(c));

    private static readonly Gen<DateTimeOffset> Date = Gen.Select(Gen.DateTime[new DateTime(1990, 1, 1), new DateTime(2090, 1, 1)], Gen.Int[-12, 12])
        .Select((at, offset) => new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Unspecified), TimeSpan.FromHours(offset)));

    private static readonly Gen<LessonCompleted> Lesson = Gen.Select(Text, Text, Text, Text, Date, Gen.Int[0, 100], Gen.Int[0, 10_000].Select(n => n / 100m), Gen.Bool)
        .Select((id, name, email, title, at, retake, score, full) => new LessonCompleted(
            "customer-1", "event-1", new User(id, name, email) { ExtUid = full ? id : null, CustomFields = full ? new CustomFields().Add($"1{name}", email).Add($"2{title}", score) : null },
            new Lesson(id, title) { RetakeScore = full ? retake : null }, at)
        {
            ScorePercent = full ? score : null,
            StartedAt = full ? at : null,
        });

    private static readonly Gen<string?> OddText = Gen.OneOf(Text, Text, Text, Gen.Const(""), Gen.Const((string)null!)).Select(t => (string?)t);

    private static readonly Gen<CustomFields?> OddFields = Gen.Select(Gen.Int[0, 9], Text, Gen.Char['a', 'c']).Array[0, 3].Select(fields => fields.Aggregate(
        fields.Length == 0 ? null : new CustomFields(),
        static (all, field) => field.Item1 switch
        {
            0 => all!.AddJson($"{field.Item3}", """{"a":1,"a":2}"""),
            1 => all!.AddJson($"{field.Item3}", "\"\\ud800\""),
            2 => all!.AddJson($"{field.Item3}", "[ 1 ]"),
            < 5 => all!.Add($"{field.Item3}", field.Item2),
            5 => all!.Add(field.Item2, null),
            6 => all!.Add(field.Item2, value: true),
            _ => all!.Add(field.Item2, 2.50m),
        }));

    /// <summary>Events of which some keep to the rules and some break one.</summary>
    private static readonly Gen<LessonCompleted> Odd = Gen.Select(
        Lesson,
        Gen.Select(OddText, OddText, OddFields),
        Gen.Int[-1, 9],
        Gen.OneOfConst(null, "https://example.com/1", "HTTP://EXAMPLE.com", "ftp://example.com", "/1", "", "https://exämple.com/ä"))
        .Select((lesson, of, number, url) => lesson with
        {
            User = number is 0 ? lesson.User with { ExtUid = of.Item1, Email = of.Item2! } : lesson.User with { CustomFields = of.Item3 },
            Lesson = number is 1 ? lesson.Lesson with { Title = of.Item1! } : lesson.Lesson with { RetakeScore = number is 2 ? 101 : number },
            ScorePercent = number is 3 ? 100.01m : lesson.ScorePercent,
            ReportCardUrl = url,
        });

    [Fact]
    public void What_is_rendered_is_in_its_one_form() => Lesson.Sample(lesson =>
    {
        var rendered = LessonPayload.Render(lesson);
        Assert.Null(LessonPayload.Parse(rendered, out var canonical));
        Assert.Equal(rendered, canonical);
    });

    [Fact]
    public void A_typed_event_that_is_not_read_again_would_have_passed_unchanged()
    {
        var passed = 0;
        Odd.Sample(
            lesson =>
            {
                var rendered = LessonPayload.Render(lesson);
                var isPlain = PlainEvent.IsValid(lesson, rendered);
                var fault = LessonPayload.Parse(rendered, out var canonical);
                passed += isPlain ? 1 : 0;
                Assert.True(!isPlain || fault is null, $"{fault?.Field}: {fault?.Detail}");
                Assert.True(!isPlain || rendered.AsSpan().SequenceEqual(canonical), "The one form is another.");
                Assert.Equal(fault?.Field, EventCheck.Check(lesson).Fault?.Field);
            },
            iter: 20_000);
        Assert.InRange(passed, 100, 19_000);
    }

    [Fact]
    public void Arbitrary_bytes_are_checked_without_an_exception() => Gen.Byte.Array[0, 300].Sample(bytes =>
    {
        var fault = LessonPayload.Parse(bytes, out var canonical);
        return (fault is null) == (canonical is not null);
    });

    [Fact]
    public void Mutated_payloads_are_checked_without_an_exception_and_what_passes_is_stable() =>
        Gen.Select(Gen.Int[0, Sample.Length - 1], Gen.Byte, Gen.Int[0, 30]).Array[1, 4].Sample(
            mutations =>
            {
                var bytes = Sample.ToList();
                foreach (var (at, value, removed) in mutations)
                {
                    var index = Math.Min(at, bytes.Count - 1);
                    bytes[index] = value;
                    bytes.RemoveRange(index, Math.Min(removed, bytes.Count - 1 - index));
                }

                if (LessonPayload.Parse(bytes.ToArray(), out var canonical) is null)
                {
                    Assert.Null(LessonPayload.Parse(canonical!, out var again));
                    Assert.Equal(canonical, again);
                }
            },
            iter: 20_000);

    [Fact]
    public void Ids_hold_nothing_but_what_they_may() => Gen.String.Sample(id =>
    {
        var fine = id.Length is >= 1 and <= 128 && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && char.IsAsciiLetterOrDigit(id[0]);
        return (Ids.CheckSubscriptionId(id) is null) == fine;
    });

    [Theory]
    [InlineData("customer-1", true, true)]
    [InlineData("a.b_c-d", true, false)]
    [InlineData("a:b_c-d", false, true)]
    [InlineData("-a", false, true)]
    [InlineData(".a", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    [InlineData("é", false, false)]
    [InlineData("a b", false, false)]
    [InlineData("a\n", false, false)]
    public void Ids_are_checked(string? id, bool subscription, bool eventId) =>
        Assert.Equal((subscription, eventId), (Ids.CheckSubscriptionId(id) is null, Ids.CheckEventId(id) is null));

    [Fact]
    public void Ids_have_at_most_128_characters()
    {
        Assert.Null(Ids.CheckSubscriptionId(new string('a', 128)));
        Assert.Contains("129", Ids.CheckSubscriptionId(new string('a', 129)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_fault_never_repeats_what_it_complains_about_at_length()
    {
        var json = Encoding.UTF8.GetBytes($$"""{"user":{"id":"1","name":"N","email":""},"lesson":{"id":"1","title":"T","retake_score":{{new string('9', 500)}}},"completed_at":"2015-04-28T14:36:24Z"}""");
        Assert.True(LessonPayload.Parse(json, out _)!.Detail.Length < 200);
    }
}

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

    [Fact]
    public void What_is_rendered_is_in_its_one_form() => Lesson.Sample(lesson =>
    {
        var rendered = LessonPayload.Render(lesson);
        Assert.Null(LessonPayload.Parse(rendered, out var canonical));
        Assert.Equal(rendered, canonical);
    });

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

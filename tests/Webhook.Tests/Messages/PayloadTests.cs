using System.Text;
using Webhook.Messages;

namespace Webhook.Tests.Messages;

public sealed class PayloadTests
{
    private const string Sample = """{"user":{"ext_uid":"1234567890","id":"1","name":"Sample Sampleson","email":"sample@example.com","custom_fields":{"Custom Field Name":"Custom Field Value"}},"lesson":{"id":"1000","title":"A Sample Lesson","retake_score":85},"score_percent":100.0,"started_at":"2015-04-28T14:36:22Z","completed_at":"2015-04-28T14:36:24Z","assigned_at":"2015-04-28T14:36:18Z","report_card_url":"https://example.com/report_cards/1"}""";
    private const string Least = """{"user":{"id":"1","name":"N","email":""},"lesson":{"id":"1","title":"T"},"completed_at":"2015-04-28T14:36:24Z"}""";

    [Fact]
    public void The_sample_event_is_rendered_byte_for_byte() =>
        Assert.Equal(Sample, Encoding.UTF8.GetString(LessonPayload.Render(Lessons.Sample("customer-1", "event-1"))));

    [Fact]
    public void Absent_fields_are_left_out()
    {
        var lesson = new LessonCompleted("c", "e", new User("1", "N", ""), new Lesson("1", "T"), DateTimeOffset.Parse("2015-04-28T16:36:24+02:00", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(Least, Encoding.UTF8.GetString(LessonPayload.Render(lesson)));
    }

    [Theory]
    [InlineData(Sample, Sample)]
    [InlineData(Least, Least)]
    [InlineData("""{"completed_at":"2015-04-28T16:36:24.5000+02:00","lesson":{"title":"T","id":"1","retake_score":null},"user":{"name":"Zoë ✓ <b> & 'q'","email":"","id":"1","ext_uid":null},"score_percent":2.50}""",
        """{"user":{"id":"1","name":"Zoë ✓ <b> & 'q'","email":""},"lesson":{"id":"1","title":"T"},"score_percent":2.50,"completed_at":"2015-04-28T14:36:24.5Z"}""")]
    [InlineData("""{"user":{"id":"1","name":"N","email":"","custom_fields":{"z":2.50,"a":[1e2,{"b":null}],"\u0041":true}},"lesson":{"id":"1","title":"T"},"completed_at":"2015-04-28T14:36:24Z"}""",
        """{"user":{"id":"1","name":"N","email":"","custom_fields":{"z":2.50,"a":[1e2,{"b":null}],"A":true}},"lesson":{"id":"1","title":"T"},"completed_at":"2015-04-28T14:36:24Z"}""")]
    public void JSON_is_brought_into_its_one_form(string json, string canonical)
    {
        Assert.Null(LessonPayload.Parse(Encoding.UTF8.GetBytes(json), out var bytes));
        Assert.Equal(canonical, Encoding.UTF8.GetString(bytes!));
    }

    [Theory]
    [InlineData("\"user\":{", "\"usr\":{", "usr")]
    [InlineData("\"ext_uid\"", "\"extuid\"", "user.extuid")]
    [InlineData("\"retake_score\"", "\"retake\"", "lesson.retake")]
    [InlineData("\"id\":\"1\"", "\"id\":1", "user.id")]
    [InlineData("\"id\":\"1\"", "\"id\":\"\"", "user.id")]
    [InlineData("\"id\":\"1\",", "", "user.id")]
    [InlineData("\"id\":\"1\"", "\"id\":null", "user.id")]
    [InlineData("\"name\":\"Sample Sampleson\",", "", "user.name")]
    [InlineData("\"email\":\"sample@example.com\",", "", "user.email")]
    [InlineData("\"1234567890\"", "\"\"", "user.ext_uid")]
    [InlineData("{\"Custom Field Name\":\"Custom Field Value\"}", "[1]", "user.custom_fields")]
    [InlineData("Sample Sampleson", "\\ud800", "user.name")]
    [InlineData("\"lesson\":{\"id\":\"1000\",\"title\":\"A Sample Lesson\",\"retake_score\":85},", "", "lesson")]
    [InlineData("{\"id\":\"1000\",\"title\":\"A Sample Lesson\",\"retake_score\":85}", "\"x\"", "lesson")]
    [InlineData("\"title\":\"A Sample Lesson\",", "", "lesson.title")]
    [InlineData(":85", ":85.5", "lesson.retake_score")]
    [InlineData(":85", ":-1", "lesson.retake_score")]
    [InlineData(":85", ":101", "lesson.retake_score")]
    [InlineData(":85", ":\"85\"", "lesson.retake_score")]
    [InlineData("100.0", "100.01", "score_percent")]
    [InlineData("100.0", "-0.1", "score_percent")]
    [InlineData("100.0", "\"100\"", "score_percent")]
    [InlineData("2015-04-28T14:36:22Z", "2015-04-28T14:36:22", "started_at")]
    [InlineData("2015-04-28T14:36:22Z", "2015-04-28", "started_at")]
    [InlineData("2015-04-28T14:36:22Z", "2015-02-30T14:36:22Z", "started_at")]
    [InlineData("\"2015-04-28T14:36:24Z\"", "1430231784", "completed_at")]
    [InlineData("\"completed_at\":\"2015-04-28T14:36:24Z\",", "", "completed_at")]
    [InlineData("2015-04-28T14:36:18Z", "soon", "assigned_at")]
    [InlineData("https://example.com", "ftp://example.com", "report_card_url")]
    [InlineData("https://example.com/report_cards/1", "/report_cards/1", "report_card_url")]
    public void A_wrong_field_is_named_with_its_path(string part, string instead, string field)
    {
        var json = Sample.Replace(part, instead, StringComparison.Ordinal);
        Assert.NotEqual(Sample, json);
        var fault = LessonPayload.Parse(Encoding.UTF8.GetBytes(json), out var bytes);
        Assert.Equal(field, fault?.Field);
        Assert.NotEmpty(fault!.Detail);
        Assert.Null(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}x")]
    [InlineData("{\"user\":")]
    [InlineData(Least + "{}")]
    public void What_is_no_JSON_object_is_a_fault_of_the_whole(string json) =>
        Assert.Equal("", LessonPayload.Parse(Encoding.UTF8.GetBytes(json), out _)?.Field);

    [Fact]
    public void Broken_UTF_8_is_a_fault_of_the_whole_and_never_replaced_silently()
    {
        var json = Encoding.UTF8.GetBytes(Sample);
        json[Encoding.UTF8.GetByteCount(Sample[..Sample.IndexOf("Custom Field Value", StringComparison.Ordinal)])] = 0xFF;
        Assert.Contains("UTF-8", LessonPayload.Parse(json, out _)!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", 0xD800)]
    [InlineData("a", 0xDC00)]
    [InlineData("😀", 0xD83D)]
    public void Half_a_surrogate_pair_is_never_replaced_silently(string begin, int half)
    {
        var text = begin + (char)half;
        var lesson = Lessons.Sample("customer-1", "event-1");
        Assert.Throws<ArgumentException>(() => LessonPayload.Render(lesson with { Lesson = new Lesson("1", text) }));
        Assert.Throws<ArgumentException>(() => LessonPayload.Render(lesson with { User = lesson.User with { CustomFields = new CustomFields().Add(text, 1m) } }));
        Assert.Throws<ArgumentException>(() => new CustomFields().Add("Name", text));
    }

    [Theory]
    [InlineData("\"id\":\"1\",\"name\"", "\"id\":\"1\",\"id\":\"2\",\"name\"", "user.id")]
    [InlineData("\"id\":\"1\",\"name\"", "\"id\":\"1\",\"\\u0069d\":\"1\",\"name\"", "user.id")]
    [InlineData("\"lesson\":{", "\"lesson\":null,\"lesson\":{", "lesson")]
    [InlineData("\"email\":\"\"", "\"email\":\"\",\"custom_fields\":{\"a\":[{\"b\":1,\"b\":2}]}", "user.custom_fields")]
    public void A_name_given_twice_is_a_fault_and_the_field_is_named(string part, string instead, string field)
    {
        var fault = LessonPayload.Parse(Encoding.UTF8.GetBytes(Least.Replace(part, instead, StringComparison.Ordinal)), out _);
        Assert.Equal(field, fault?.Field);
        Assert.Contains("twice", fault!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_deeper_than_32_is_a_fault_of_the_whole()
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", 31)) + "1" + new string('}', 31);
        Assert.Equal("", LessonPayload.Parse(Encoding.UTF8.GetBytes(Least.Replace("\"email\":\"\"", $"\"email\":\"\",\"custom_fields\":{deep}", StringComparison.Ordinal)), out _)?.Field);
    }

    [Fact]
    public void The_largest_payload_is_64_KiB_and_one_byte_more_is_too_large()
    {
        var largest = Fill(Limits.PayloadBytes);
        Assert.Null(LessonPayload.Parse(largest, out var bytes));
        Assert.Equal(Limits.PayloadBytes, bytes!.Length);
        Assert.True(LessonPayload.Parse(Fill(Limits.PayloadBytes + 1), out _)!.TooLarge);
        Assert.True(LessonPayload.Parse(Fill(10 * Limits.PayloadBytes), out _)!.TooLarge);
    }

    private static byte[] Fill(int length) =>
        Encoding.UTF8.GetBytes(Least.Replace("\"T\"", $"\"{new string('x', length - Least.Length + 1)}\"", StringComparison.Ordinal));
}

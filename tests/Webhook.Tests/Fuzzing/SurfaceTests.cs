using System.Text;
using CsCheck;
using Webhook.Fuzz;
using Webhook.Fuzz.Surfaces;

namespace Webhook.Tests.Fuzzing;

/// <summary>A bounded run over each surface that tests/Webhook.Fuzz fuzzes for longer: its corpus, and inputs made of that.</summary>
public sealed class SurfaceTests
{
    [Theory]
    [InlineData("wire", 60_000)]
    [InlineData("payload", 20_000)]
    [InlineData("parsers", 40_000)]
    [InlineData("journal", 8_000)]
    [InlineData("api", 200)]
    public void Whatever_the_bytes_what_is_promised_of_any_input_holds(string name, int inputs)
    {
        using var surface = Surface.Open(name);
        var seeds = Seeds.Of(name).ToList();
        foreach (var (file, bytes) in seeds)
        {
            var fault = Record.Exception(() => surface.Try(bytes));
            Assert.True(fault is null, $"{name}/{file}: {fault}");
        }

        Mutation.Of([.. seeds.Select(s => s.Value)]).Sample(surface.Try, iter: inputs, threads: name == "api" ? 1 : -1);
    }

    [Fact]
    public void Every_record_of_the_corpus_is_read_or_refused_under_every_manifest()
    {
        using var surface = Surface.Open("wire");
        var records = Seeds.Of("wire").Select(s => s.Value[(Array.IndexOf(s.Value, (byte)'\n') + 1)..]).ToList();
        foreach (var line in WireSurface.Tables.SelectMany(t => t.Value.Manifests, (t, manifest) => $"{t.Key} {manifest}\n"))
        {
            Assert.All(records, bytes => surface.Try([.. Encoding.ASCII.GetBytes(line), .. bytes]));
        }
    }

    [Fact]
    public void Commands_handed_back_inside_each_other_do_not_use_up_the_stack()
    {
        using var surface = Surface.Open("wire");
        surface.Try(Encoding.ASCII.GetBytes("cluster hb1\n" + string.Concat(Enumerable.Repeat("{\"manifest\":\"hb1\"}\n", 12_000))));
    }

    [Fact]
    public void A_surface_calls_a_broken_promise_by_its_name() =>
        Assert.Equal("Two is one.", Assert.Throws<BrokenPromiseException>(() => Surface.Promise(2 == int.Parse("1"), "Two is one.")).Message);
}

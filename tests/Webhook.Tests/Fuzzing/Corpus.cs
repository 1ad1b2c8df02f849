using System.Runtime.CompilerServices;
using CsCheck;

namespace Webhook.Tests.Fuzzing;

/// <summary>Inputs worth beginning with: known breakers in the folder <c>Corpus</c>, and whatever the fuzzers change them into.</summary>
internal static class Corpus
{
    /// <summary>The bytes of every file in <paramref name="folder"/>; a fault that was found is kept as a file there.</summary>
    public static byte[][] Of(string folder, [CallerFilePath] string here = "") =>
        [.. Directory.GetFiles(Path.Combine(Path.GetDirectoryName(here)!, "..", "Corpus", folder)).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <summary>One of <paramref name="seeds"/>, a few times changed: bytes replaced, cut out, put in, repeated, and seeds joined.</summary>
    public static Gen<byte[]> Mutated(byte[][] seeds)
    {
        var change = Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[0, 40], Gen.OneOf(Gen.Byte, Gen.OneOfConst("{}[]\",:\\\n0-eE.u\0"u8.ToArray())));
        return Gen.Select(Gen.OneOfConst(seeds), Gen.OneOfConst(seeds), change.Array[0, 6]).Select((seed, other, changes) => Apply(seed, other, changes));
    }

    private static byte[] Apply(byte[] seed, byte[] other, (int Kind, int At, int Length, byte Value)[] changes)
    {
        var bytes = seed.ToList();
        foreach (var (kind, anywhere, length, value) in changes)
        {
            var at = bytes.Count == 0 ? 0 : anywhere % bytes.Count;
            var count = Math.Min(length, bytes.Count - at);
            switch (kind)
            {
                case 0 when bytes.Count > 0:
                    bytes[at] = value;
                    break;
                case 1:
                    bytes.RemoveRange(at, count);
                    break;
                case 2:
                    bytes.Insert(at, value);
                    break;
                case 3:
                    bytes.InsertRange(at, bytes.GetRange(at, count));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    bytes.AddRange(other.Skip(at));
                    break;
            }
        }

        return [.. bytes];
    }
}

using CsCheck;

namespace Webhook.Tests.Fuzzing;

/// <summary>Changes inputs at random; without coverage to guide it, so that it needs no tool and takes seconds.</summary>
internal static class Mutation
{
    /// <summary>One of <paramref name="seeds"/>, a few times changed: bytes replaced, cut out, put in, repeated, and seeds joined.</summary>
    public static Gen<byte[]> Of(byte[][] seeds)
    {
        var change = Gen.Select(Gen.Int[0, 4], Gen.Int[0, int.MaxValue], Gen.Int[0, 40], Gen.OneOf(Gen.Byte, Gen.OneOfConst("{}[]\",:\\\n0-eE.u\0\u001e"u8.ToArray())));
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

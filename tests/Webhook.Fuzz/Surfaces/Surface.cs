namespace Webhook.Fuzz.Surfaces;

/// <summary>One thing that takes bytes from outside. Whatever they are, <see cref="Try"/> must come back; any exception is a fault of the product.</summary>
public abstract class Surface : IDisposable
{
    private static readonly Dictionary<string, Func<Surface>> All = new(StringComparer.Ordinal)
    {
        ["wire"] = () => new WireSurface(),
        ["payload"] = () => new PayloadSurface(),
        ["api"] = () => new ApiSurface(),
        ["parsers"] = () => new ParserSurface(),
        ["journal"] = () => new JournalSurface(),
    };

    /// <summary>The surfaces' names.</summary>
    public static IReadOnlyCollection<string> Names => All.Keys;

    /// <summary>The surface of this name, ready to take inputs one after the other.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Surface Open(string name) => All.TryGetValue(name, out var open)
        ? open()
        : throw new ArgumentException($"There is no surface {name}; give one of {string.Join(", ", Names)}.");

    /// <summary>Gives the product <paramref name="input"/> and checks what is promised of any input.</summary>
    public abstract void Try(byte[] input);

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Ends what the surface started.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>A promise of the product that <paramref name="holds"/>, or the fault that it does not.</summary>
    internal static void Promise(bool holds, string promise)
    {
        if (!holds)
        {
            throw new BrokenPromiseException(promise);
        }
    }
}

/// <summary>The product did what it must not do for any input.</summary>
/// <param name="promise">What it promises.</param>
public sealed class BrokenPromiseException(string promise) : Exception(promise);

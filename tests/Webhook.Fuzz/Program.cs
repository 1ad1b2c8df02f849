using Webhook.Fuzz;
using Webhook.Fuzz.Surfaces;

// The words of the script "run": instrument FOLDER, seeds SURFACE FOLDER, target SURFACE; and try SURFACE FILE… by hand.
switch (args)
{
    case ["instrument", var folder]:
        return Instrumentation.Apply(folder);
    case ["seeds", var name, var folder]:
        return Seeds.Write(name, folder);
    case ["target", var name]:
        Target.Run(name);
        return 0;
    case ["try", var name, .. var files]:
        return Trial.Run(name, files);
    default:
        Console.Error.WriteLine($"Use tests/Webhook.Fuzz/run SURFACE MINUTES, or the word try with a surface and files; the surfaces are {string.Join(", ", Surface.Names)}.");
        return 1;
}

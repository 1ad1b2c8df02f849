using System.CommandLine;
using System.Security.Cryptography;

namespace Webhook.Cluster.Operations;

/// <summary><c>certificates create FOLDER</c>: an authority and certificates to try TLS and sealed keys with.</summary>
internal static class CertificateCommands
{
    public static Command Create() => new("certificates", "Certificates for a trial") { Make() };

    private static Command Make()
    {
        var folder = new Argument<string>("folder") { Description = "Where the files go; an authority that is there already issues the new ones" };
        var names = new Option<string[]>("--name")
        {
            Description = "A certificate's name, and that of its file; by default node, sender and secrets",
            DefaultValueFactory = _ => ["node", "sender", "secrets"],
            AllowMultipleArgumentsPerToken = true,
        };
        var password = new Option<string?>("--password") { Description = "Password of the .pfx files; - reads it from standard input; none by default" };
        var command = new Command("create", "Make an authority (authority.pem) and a certificate with its key (NAME.pfx) for each name") { folder, names, password };
        command.SetAction(parsed => HiddenValue.TryRead(parsed, password, out var hidden) ? Run(parsed.GetRequiredValue(folder), parsed.GetValue(names)!, hidden) : 1);
        return command;
    }

    private static int Run(string folder, string[] names, string? password)
    {
        if (names.FirstOrDefault(n => n.Length == 0 || n == TrialAuthority.Name || !n.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-')) is { } wrong)
        {
            Console.Error.WriteLine($"name: '{wrong}' cannot be used; write letters, digits, '.', '_' or '-', and not {TrialAuthority.Name}.");
            return 1;
        }

        try
        {
            using var authority = TrialAuthority.Open(folder, password);
            foreach (var name in names)
            {
                Console.WriteLine(authority.Issue(name));
            }

            Console.WriteLine(authority.CertificatePath);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            Console.Error.WriteLine($"folder: {e.Message}");
            return 1;
        }
    }
}

using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Webhook.Harness.Nodes;

/// <summary>Signals that <see cref="Process"/> cannot send.</summary>
public enum Signal
{
    /// <summary>SIGINT.</summary>
    Interrupt = 2,

    /// <summary>SIGQUIT.</summary>
    Quit = 3,

    /// <summary>SIGTERM: please end.</summary>
    Terminate = 15,

    /// <summary>SIGCONT on Linux: go on.</summary>
    Continue = 18,

    /// <summary>SIGSTOP on Linux: stand still; cannot be caught.</summary>
    Stop = 19,
}

/// <summary>Sends signals.</summary>
public static class Signals
{
    /// <summary>Sends <paramref name="signal"/> to a process of ours; nothing happens when it has ended.</summary>
    /// <exception cref="Win32Exception">The signal could not be sent.</exception>
    public static void Send(this Process process, Signal signal)
    {
        ArgumentNullException.ThrowIfNull(process);
        if (!process.HasExited && Kill(process.Id, (int)signal) != 0 && !process.HasExited)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError());
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}

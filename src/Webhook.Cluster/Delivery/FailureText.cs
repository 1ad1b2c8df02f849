using System.Net.Sockets;
using System.Security.Authentication;

namespace Webhook.Cluster.Delivery;

/// <summary>Why a POST failed, in a sentence for people. Never holds anything that was sent.</summary>
internal static class FailureText
{
    public static string Of(Exception failure)
    {
        for (var e = failure; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case BlockedAddressException blocked:
                    return $"Not sent: {blocked.Message}.";
                case AuthenticationException tls:
                    return $"TLS failed: {FirstSentence(tls.Message)}";
                case SocketException socket:
                    return Of(socket.SocketErrorCode);
                default:
                    break;
            }
        }

        return failure is HttpRequestException http
            ? http.HttpRequestError switch
            {
                HttpRequestError.ResponseEnded => "The connection was closed before the answer was complete.",
                HttpRequestError.InvalidResponse => "The answer is not valid HTTP.",
                HttpRequestError.ConfigurationLimitExceeded => "The answer's headers are too large.",
                HttpRequestError.SecureConnectionError => "TLS failed: the secure connection could not be set up.",
                _ => "The exchange with the endpoint failed.",
            }
            : failure is IOException
                ? "The connection was closed before the answer was complete."
                : $"The exchange with the endpoint failed ({failure.GetType().Name}).";
    }

    private static string Of(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "The host name could not be resolved.",
        SocketError.ConnectionRefused => "The connection was refused: nothing listens at that address and port.",
        SocketError.ConnectionReset => "The connection was closed before the answer was complete.",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "The host cannot be reached from here.",
        SocketError.TimedOut => "The connection could not be made in time.",
        _ => $"The connection failed ({error}).",
    };

    private static string FirstSentence(string text)
    {
        var end = text.IndexOf('.', StringComparison.Ordinal);
        return end < 0 ? $"{text}." : text[..(end + 1)];
    }
}

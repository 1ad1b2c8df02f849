using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Text;
using Microsoft.Extensions.ObjectPool;
using Webhook.Cluster.Subscriptions;
using Webhook.Cluster.Subscriptions.Core;

namespace Webhook.Cluster.Delivery;

/// <summary>Makes POSTs over pooled connections, each exchange under one deadline.</summary>
public sealed class WebhookPoster : IWebhookPoster, IDisposable
{
    private const int ReadAtMost = 4 * 1024;
    private const int HeaderKilobytes = 32;

    private static readonly string UserAgent = $"Webhook.Actors/{typeof(WebhookPoster).Assembly.GetName().Version!.ToString(3)}";

    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _http;
    private readonly ObjectPool<CancellationTokenSource> _deadlines;

    /// <summary>A poster with a connection pool of its own.</summary>
    /// <param name="options">Deadline and caps.</param>
    /// <param name="guard">Says which addresses may be reached.</param>
    /// <param name="names">Looks up host names.</param>
    /// <param name="clock">Gives start times and the <c>webhook-timestamp</c>.</param>
    public WebhookPoster(DeliveryOptions options, AddressGuard guard, INameResolver names, TimeProvider clock)
    {
        _timeout = options.Timeout;
        _clock = clock;
        _deadlines = new DefaultObjectPoolProvider { MaximumRetained = options.MaxInFlightPerNode }.Create(new DeadlinePolicy());
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
            MaxResponseHeadersLength = HeaderKilobytes,
            MaxConnectionsPerServer = options.MaxInFlightPerHost,
            ConnectTimeout = options.Timeout,
            // What is left of a response is dropped with its connection rather than waited for.
            MaxResponseDrainSize = 0,
            // A name that moves is followed within minutes.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            // An endpoint gets one handshake for each connection.
            SslOptions = new SslClientAuthenticationOptions { AllowRenegotiation = false },
            ConnectCallback = new GuardedConnector(guard, names).ConnectAsync,
        });
    }

    /// <inheritdoc />
    public async Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation)
    {
        var startedAt = _clock.GetUtcNow();
        var begin = _clock.GetTimestamp();
        var deadline = _deadlines.Get();
        deadline.CancelAfter(_timeout);
        var stopping = cancellation.UnsafeRegister(static deadline => ((CancellationTokenSource)deadline!).Cancel(), deadline);
        try
        {
            using var message = MessageOf(request, startedAt);
            using var response = await _http.SendAsync(message, deadline.Token);
            var status = (int)response.StatusCode;
            var excerpt = await ExcerptAsync(response, request, deadline.Token);
            return new PostResult(
                OutcomeRules.Of(status), status, null, excerpt, RetryAfter.Of(response, _clock.GetUtcNow()), false, startedAt, _clock.GetElapsedTime(begin));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            var timedOut = deadline.IsCancellationRequested;
            var error = timedOut ? $"No complete answer arrived within {_timeout.TotalSeconds:0.###} s." : FailureText.Of(e);
            return new PostResult(Outcome.Failed, null, error, "", null, timedOut, startedAt, _clock.GetElapsedTime(begin));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new OperationCanceledException(e.Message, e, cancellation);
        }
        finally
        {
            await stopping.DisposeAsync();
            _deadlines.Return(deadline);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _http.Dispose();
        (_deadlines as IDisposable)?.Dispose();
    }

    private static HttpRequestMessage MessageOf(PostRequest request, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var content = new ReadOnlyMemoryContent(request.Payload);
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        var message = new HttpRequestMessage(HttpMethod.Post, request.CallbackUrl)
        {
            Content = content,
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        Add(message, "User-Agent", UserAgent);
        Add(message, "Authorization", request.Authorization?.Value);
        Add(message, "webhook-id", request.WebhookId);
        Add(message, "webhook-timestamp", seconds.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (request.SigningSecrets.Count > 0)
        {
            Add(message, "webhook-signature", WebhookSignature.Sign(request.SigningSecrets, request.WebhookId, seconds, request.Payload.Span));
        }

        Add(message, "traceparent", request.TraceParent);
        Add(message, "webhook-test", request.IsTest ? "true" : null);
        return message;
    }

    /// <summary>Without validation, because that would trim and split the value.</summary>
    private static void Add(HttpRequestMessage message, string name, string? value)
    {
        if (value is not null && !message.Headers.TryAddWithoutValidation(name, value))
        {
            throw new InvalidOperationException($"The value of the header {name} cannot be sent.");
        }
    }

    private static async Task<string> ExcerptAsync(HttpResponseMessage response, PostRequest request, CancellationToken deadline)
    {
        // What follows a switch of protocols is another protocol, which has no end.
        if (response.StatusCode == HttpStatusCode.SwitchingProtocols || response.Content.Headers.ContentLength == 0)
        {
            return "";
        }

        var buffer = ArrayPool<byte>.Shared.Rent(ReadAtMost);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(deadline);
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, ReadAtMost), ReadAtMost, throwOnEndOfStream: false, deadline);
            return Excerpt.Of(buffer.AsSpan(0, length), request);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}

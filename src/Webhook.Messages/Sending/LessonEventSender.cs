using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster.Tools.Client;

namespace Webhook.Messages;

/// <summary>
/// Hands events to the cluster and gives their receipts. An event is sent again, with growing waits, until a receipt arrives;
/// its id makes that safe. Safe for use by many threads. Calls for one id are made one after the other; after one that was cancelled or sent
/// again, the next may get its receipt, if that comes late.
/// </summary>
public sealed class LessonEventSender : IAsyncDisposable
{
    private readonly LessonEventSenderOptions _options;
    private readonly ActorSystem _system;
    private readonly ReceiptDesk _desk;
    private readonly IActorRef _courier;
    private readonly SemaphoreSlim _places;
    private readonly CancellationTokenSource _disposed = new();

    private LessonEventSender(LessonEventSenderOptions options)
    {
        var contacts = SenderSystem.Receptionists(options).ToHashSet();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxInFlight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.FirstWait, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.LongestWait, options.FirstWait);
        _options = options;
        _places = new SemaphoreSlim(options.MaxInFlight, options.MaxInFlight);
        _system = SenderSystem.Create(options);
        _desk = new ReceiptDesk(options.FirstWait);
        var settings = ClusterClientSettings.Create(_system);
        Func<IEnumerable<ActorPath>, Props> clientOf = learnt => ClusterClient.Props(settings.WithInitialContacts([.. contacts, .. learnt]));
        var receipts = _system.ActorOf(_desk.Props, "receipts");
        _courier = _system.ActorOf(Props.Create(() => new EventCourier(clientOf, receipts, () => _desk.Silence, TimeProvider.System)), "courier");
    }

    /// <summary>A sender that begins to look for the cluster at once; the cluster need not be up yet.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    public static LessonEventSender Connect(LessonEventSenderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new LessonEventSender(options);
    }

    /// <summary>Renders, checks and hands over <paramref name="lesson"/>.</summary>
    /// <param name="lesson">The event.</param>
    /// <param name="cancellation">Ends the repetition; the event may have been accepted all the same.</param>
    /// <returns>
    /// The cluster's receipt, or at once a <see cref="Rejected"/> for an event that it would reject as
    /// <see cref="RejectReason.Invalid"/> or <see cref="RejectReason.TooLarge"/>. Never <see cref="RejectReason.Overloaded"/>.
    /// </returns>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The sender was disposed before a receipt arrived.</exception>
    public Task<Receipt> SendAsync(LessonCompleted lesson, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(lesson);
        try
        {
            return SendAsync(EventCheck.Check(lesson), cancellation);
        }
        catch (ArgumentException e)
        {
            return Task.FromResult<Receipt>(new Rejected(lesson.SubscriptionId, lesson.EventId, RejectReason.Invalid, null, $"A text is not whole Unicode: {e.Message}"));
        }
    }

    /// <summary>The same for an event whose body is rendered already.</summary>
    /// <inheritdoc cref="SendAsync(LessonCompleted, CancellationToken)"/>
    public Task<Receipt> SendAsync(RenderedEvent rendered, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(rendered);
        var (canonical, fault) = EventCheck.Check(rendered);
        if (canonical is not null && canonical.Payload.Equals(rendered.Payload))
        {
            // The caller may use its buffer again before the event was sent for the last time.
            canonical = canonical with { Payload = rendered.Payload.ToArray() };
        }

        return SendAsync((canonical, fault), cancellation);
    }

    /// <summary>Stops sending; events without a receipt end with <see cref="ObjectDisposedException"/>.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed.IsCancellationRequested)
        {
            return;
        }

        await _disposed.CancelAsync();
        _desk.Dispose();
        await _system.Terminate();
    }

    private Task<Receipt> SendAsync((RenderedEvent? Canonical, Rejected? Fault) checkedEvent, CancellationToken cancellation)
    {
        ObjectDisposedException.ThrowIf(_disposed.IsCancellationRequested, this);
        return checkedEvent.Fault is { } fault ? Task.FromResult<Receipt>(fault) : DeliverAsync(checkedEvent.Canonical!, cancellation);
    }

    private async Task<Receipt> DeliverAsync(RenderedEvent rendered, CancellationToken cancellation)
    {
        using var activity = Tracing.Begin("webhook send", ActivityKind.Producer, rendered.TraceParent, rendered.SubscriptionId, rendered.EventId);
        // Where the caller traces with a source of its own only, the event belongs to that trace all the same.
        rendered = rendered with { TraceParent = activity?.Id ?? rendered.TraceParent ?? Activity.Current?.Id };
        using var both = cancellation.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellation, _disposed.Token) : null;
        var ends = both?.Token ?? _disposed.Token;
        try
        {
            await _places.WaitAsync(ends);
            try
            {
                return await RepeatAsync(rendered, cancellation, ends);
            }
            finally
            {
                _places.Release();
            }
        }
        catch (OperationCanceledException) when (_disposed.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new ObjectDisposedException(nameof(LessonEventSender), "The sender was disposed before a receipt arrived.");
        }
    }

    private async Task<Receipt> RepeatAsync(RenderedEvent rendered, CancellationToken cancellation, CancellationToken ends)
    {
        using var waiting = await _desk.WaitAsync(rendered, ends);
        object message = rendered;
        for (var wait = _options.FirstWait; ; wait = wait * 2 < _options.LongestWait ? wait * 2 : _options.LongestWait)
        {
            _courier.Tell(message);
            message = new EventCourier.Alone(rendered);
            // The desk itself ends with the sender: an event need not listen for that.
            switch (await waiting.ReceiptAsync(wait, cancellation))
            {
                case null:
                    waiting.Renew();
                    break;
                case Rejected { Reason: RejectReason.Overloaded }:
                    waiting.Renew();
                    // Spread out, so that all that were turned away together do not come back together.
                    await Task.Delay(wait * (0.5 + (Random.Shared.NextDouble() / 2)), ends);
                    break;
                case var receipt:
                    return receipt;
            }
        }
    }
}

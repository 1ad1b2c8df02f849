using Microsoft.AspNetCore.Components;

namespace Webhook.Cluster.Dashboard;

/// <summary>A page that reads what it shows again and again. What it showed stays while a new reading is under way, and while it fails.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _ends = new();
    private int _turn;

    /// <summary>Whether the last reading failed, so that what is shown may be old.</summary>
    protected bool Failed { get; private set; }

    /// <summary>Cancelled when the page is left.</summary>
    protected CancellationToken Left => _ends.Token;

    /// <summary>How long from one reading to the next.</summary>
    protected virtual TimeSpan Period => TimeSpan.FromSeconds(1);

    [Inject]
    private ILoggerFactory Logs { get; set; } = null!;

    /// <inheritdoc />
    public void Dispose()
    {
        _ends.Cancel();
        _ends.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Reads what the page shows.</summary>
    /// <returns>Takes it over; not called when the page asked for something else meanwhile.</returns>
    protected abstract Task<Action> ReadAsync(CancellationToken cancellation);

    /// <inheritdoc />
    protected override void OnInitialized() => _ = RepeatAsync();

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => RefreshAsync();

    /// <summary>Reads now.</summary>
    protected async Task RefreshAsync()
    {
        var turn = ++_turn;
        try
        {
            var take = await ReadAsync(Left);
            if (turn == _turn)
            {
                take();
                Failed = false;
            }
        }
        catch (Exception e) when (!_ends.IsCancellationRequested)
        {
            Failed = true;
            Logs.CreateLogger(GetType()).LogWarning(e, "A page of the dashboard could not be read; it is tried again");
        }
        catch (Exception) when (_ends.IsCancellationRequested)
        {
            return;
        }

        StateHasChanged();
    }

    private async Task RepeatAsync()
    {
        var left = Left;
        using var timer = new PeriodicTimer(Period);
        try
        {
            while (await timer.WaitForNextTickAsync(left))
            {
                await InvokeAsync(RefreshAsync);
            }
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }
}

using Microsoft.AspNetCore.Components;
using MudBlazor;
using Webhook.Cluster.Dashboard.Layout;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Dashboard.Subscriptions;

/// <summary>Asks before a change to many, shows how far it is, and how it ended. Whoever leaves the page stops it.</summary>
public sealed partial class BulkDialog
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource _stop = new();
    private int? _total;
    private BulkRun? _run;
    private bool _ended;
    private string? _fault;

    [Parameter, EditorRequired]
    public BulkAction Action { get; set; } = null!;

    /// <summary>Which subscriptions are meant.</summary>
    [Parameter, EditorRequired]
    public SummaryFilter Filter { get; set; } = null!;

    [CascadingParameter]
    private IMudDialogInstance Dialog { get; set; } = null!;

    private string Question => _total switch
    {
        null => "Counting …",
        0 => "No subscription is meant by this.",
        { } total => $"{Action.Verb} {Words.Of(total, "subscription")} {Which}?",
    };

    private string Which => string.Join(", ", new[]
    {
        Filter.Phase is null ? "of every phase" : $"of phase {Filter.Phase}",
        string.IsNullOrWhiteSpace(Filter.Text) ? null : $"with “{Filter.Text.Trim()}” in id or host",
        Filter.HeldFrom > 0 ? $"that hold {Words.Of(Filter.HeldFrom)} events or more" : null,
        Filter.WithParked ? "with parked events" : null,
    }.OfType<string>());

    private string Progress =>
        (_ended, _stop.IsCancellationRequested) switch
        {
            (false, false) => "",
            (false, true) => "Stopping. ",
            (true, true) => "Stopped. ",
            (true, false) => "Ended. ",
        } + $"{Words.Of(_run!.Done)} of {Words.Of(_total ?? 0)} changed.";

    private double Percent => _total is > 0 and var total ? Math.Min(100, 100.0 * (_run!.Done + _run.Refused) / total) : 100;

    /// <inheritdoc />
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        try
        {
            _total = await Search.CountAsync(Filter, _stop.Token);
        }
        catch (Exception e) when (Database.IsFault(e))
        {
            _fault = "The database does not answer; close this and try again.";
        }
    }

    private async Task RunAsync()
    {
        _run = new BulkRun(Search, (id, ends) => Action.Make(Services, id, ends));
        var run = Operator.ChangeAsync($"{Action.Name} all", Which, async () =>
        {
            await _run.RunAsync(Filter, _stop.Token);
            return _run;
        });
        while (await Task.WhenAny(run, Task.Delay(ShowEvery)) != run)
        {
            StateHasChanged();
        }

        try
        {
            _fault = await run is Webhook.Cluster.Subscriptions.Commands.CommandRejected rejected ? rejected.Detail : null;
        }
        catch (OperationCanceledException)
        {
            // Stopped by hand.
        }
        catch (Exception e) when (Database.IsFault(e))
        {
            _fault = "The database does not answer, so the rest was left as it is; do it again for them.";
        }

        _ended = true;
    }
}

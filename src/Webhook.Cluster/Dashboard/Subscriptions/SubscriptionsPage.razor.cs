using System.Globalization;
using Microsoft.AspNetCore.Components;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Cluster.Dashboard.Subscriptions;

/// <summary>The list over the whole cluster. What is looked for stands in the address, so that it can be kept and passed on.</summary>
public sealed partial class SubscriptionsPage
{
    private const int PageSize = 50;

    private List<SummaryRow>? _rows;
    private IReadOnlyDictionary<string, PhaseCount>? _counts;
    private Task _counting = Task.CompletedTask;
    private bool _hasBefore;
    private bool _hasAfter;

    /// <summary>Only this phase.</summary>
    [SupplyParameterFromQuery]
    public string? Phase { get; set; }

    /// <summary>Only where this is in the id or the host.</summary>
    [SupplyParameterFromQuery]
    public string? Search { get; set; }

    /// <summary>Only those that hold so many events, or more.</summary>
    [SupplyParameterFromQuery]
    public int? Held { get; set; }

    /// <summary>Only ids after this one.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>Only ids before this one.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Period => TimeSpan.FromSeconds(2);

    [Inject]
    private SummarySearch Rows { get; set; } = null!;

    [Inject]
    private SummaryTable Table { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private SummaryFilter Filter => new(Phase, Search, HeldFrom: Held ?? 0);

    /// <inheritdoc />
    protected override async Task<Action> ReadAsync(CancellationToken cancellation)
    {
        var (after, before) = (After, Before);
        // Beside the rows, which nobody shall wait longer for than they take.
        if (_counting.IsCompleted)
        {
            _counting = CountAsync(cancellation);
        }

        // One row more than is shown tells whether there is another page on that side.
        var rows = (await Rows.PageAsync(Filter, after, before, PageSize + 1, cancellation)).ToList();
        var more = rows.Count > PageSize;
        if (more)
        {
            rows.RemoveAt(before is null ? PageSize : 0);
        }

        return () =>
        {
            _rows = rows;
            _hasBefore = before is null ? after is not null : more;
            _hasAfter = before is not null || more;
        };
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        try
        {
            _counts = await Table.CountByPhaseAsync(cancellation);
            StateHasChanged();
        }
        catch (Exception)
        {
            // The rows tell of a database that does not answer; a page that was left wants none.
        }
    }

    /// <summary>Where the rows become cards, what says nothing is left out.</summary>
    private static string NumberClass(int number) => number == 0 ? "number blank" : "number";

    private string HrefOf(string? phase) => HrefOf(phase, Search);

    private string HrefOf(string? phase, string? search, string? after = null, string? before = null)
    {
        var fields = new Dictionary<string, string?>
        {
            ["phase"] = phase,
            ["search"] = search,
            ["held"] = Held?.ToString(CultureInfo.InvariantCulture),
            ["after"] = after,
            ["before"] = before,
        };
        var query = QueryString.Create(fields.Where(f => !string.IsNullOrEmpty(f.Value)));
        return $"/subscriptions{query}";
    }

    private void SearchFor(string? text) => Navigation.NavigateTo(HrefOf(Phase, text?.Trim()), replace: true);
}

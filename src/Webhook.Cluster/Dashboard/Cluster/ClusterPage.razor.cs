using Akka.Actor;
using Microsoft.AspNetCore.Components;
using MudBlazor;
using Webhook.Cluster.Api.Cluster;
using Webhook.Cluster.Subscriptions.Commands;

namespace Webhook.Cluster.Dashboard.Cluster;

/// <summary>Members as this node sees them, what each holds, and what can be done to one.</summary>
public sealed partial class ClusterPage
{
    private readonly List<Outcome> _outcomes = [];
    private readonly List<(MemberMove Move, string Address)> _underWay = [];
    private ClusterView? _view;
    private Address? _oldest;
    private IReadOnlyList<RegionView>? _regions;
    private bool _regionsAsked;
    private Task _asking = Task.CompletedTask;

    [Inject]
    private ClusterInspector Inspector { get; set; } = null!;

    [Inject]
    private Operator Operator { get; set; } = null!;

    [Inject]
    private IDialogService Dialogs { get; set; } = null!;

    private int Unreachable => _view!.Members.Count(m => !m.Reachable);

    /// <inheritdoc />
    protected override async Task<Action> ReadAsync(CancellationToken cancellation)
    {
        // Members are known at once; shards only when every node has answered, which a dead one never does.
        if (_asking.IsCompleted)
        {
            _asking = AskRegionsAsync(cancellation);
        }

        var view = await Inspector.LookAsync(withRegions: false, cancellation);
        var oldest = Inspector.Oldest;
        return () =>
        {
            (_view, _oldest) = (view, oldest);
            foreach (var (move, address) in _underWay.Where(m => view.Members.All(v => v.Address != m.Address)).ToList())
            {
                _underWay.Remove((move, address));
                _outcomes.Add(new Outcome(Severity.Success, $"{Short(address)} {move.Ended}"));
            }
        };
    }

    /// <summary>Host and port, by which people know a node.</summary>
    private static string Short(string address) => address[(address.IndexOf('@', StringComparison.Ordinal) + 1)..];

    private async Task AskRegionsAsync(CancellationToken cancellation)
    {
        try
        {
            _regions = (await Inspector.LookAsync(withRegions: true, cancellation)).Regions;
            _regionsAsked = true;
        }
        catch (OperationCanceledException)
        {
            // The page was left.
        }
    }

    private RegionView? RegionOf(MemberView member) => _regions?.FirstOrDefault(r => r.Address == member.Address);

    private string PartOf(MemberView member)
    {
        var parts = string.Join(", ", new[]
        {
            member.Leader ? "leader" : null,
            member.Address == _oldest?.ToString() ? "oldest" : null,
            member.Address == _view!.Self ? "this node" : null,
        }.OfType<string>());
        return parts.Length == 0 ? "—" : parts;
    }

    private async Task MoveAsync(MemberMove move, string address)
    {
        var here = address == _view!.Self ? " It is the node that shows you this page: open another one's afterwards." : "";
        var agreed = await Dialogs.ShowMessageBoxAsync($"{move.Verb} {Short(address)}?", move.Question + here, yesText: move.Verb, cancelText: "Cancel");
        if (agreed != true)
        {
            return;
        }

        if (await Operator.ChangeAsync(move.Name, address, () => Task.FromResult(move.To(address, Inspector))) is CommandRejected rejected)
        {
            _outcomes.Add(new Outcome(Severity.Error, $"{Short(address)}: {rejected.Detail}"));
            return;
        }

        _underWay.Add((move, address));
        _outcomes.Add(new Outcome(Severity.Info, $"{Short(address)} {move.Begun}"));
        await RefreshAsync();
    }

    private sealed record Outcome(Severity Severity, string Text);
}

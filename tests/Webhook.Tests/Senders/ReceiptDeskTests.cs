using Webhook.Messages;

namespace Webhook.Tests.Senders;

public sealed class ReceiptDeskTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly RenderedEvent Event = new("customer-1", "event-1", "{}"u8.ToArray());
    private static readonly Accepted Receipt = new("customer-1", "event-1");

    private readonly ReceiptDesk _desk = new(Short);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Who_hears_nothing_in_time_is_told_and_may_wait_anew()
    {
        using var wait = await _desk.WaitAsync(Event, CancellationToken.None);
        Assert.Null(await wait.ReceiptAsync(Short, CancellationToken.None).WaitAsync(Long));
        wait.Renew();
        var second = wait.ReceiptAsync(Long, CancellationToken.None);
        Assert.False(second.IsCompleted);
        wait.Take(Receipt);
        Assert.Equal(Receipt, await second.WaitAsync(Long));
    }

    [Fact]
    public async Task A_desk_at_which_nobody_waited_has_not_been_silent()
    {
        var idle = TimeSpan.FromMilliseconds(500);
        await Hosting.Eventually.TrueAsync(() => _desk.Silence >= idle, "nothing has come for a while");
        using var wait = await _desk.WaitAsync(Event, CancellationToken.None);
        Assert.True(_desk.Silence < idle, "the silence begins with who waits");
        await Hosting.Eventually.TrueAsync(() => _desk.Silence >= idle, "and goes on");
        using var other = await _desk.WaitAsync(Event with { EventId = "event-2" }, CancellationToken.None);
        Assert.True(_desk.Silence >= idle, "whoever else comes meanwhile does not end it");
    }

    [Fact]
    public async Task A_silence_goes_on_where_one_after_the_other_gives_up()
    {
        var first = await _desk.WaitAsync(Event, CancellationToken.None);
        var enough = TimeSpan.FromMilliseconds(500);
        await Hosting.Eventually.TrueAsync(() => _desk.Silence >= enough, "nothing has come for a while");
        first.Dispose();
        using var second = await _desk.WaitAsync(Event, CancellationToken.None);
        Assert.True(_desk.Silence >= enough, "who waited before has no receipt");
    }

    [Fact]
    public async Task A_receipt_that_comes_behind_a_time_out_or_behind_another_is_kept()
    {
        using var wait = await _desk.WaitAsync(Event, CancellationToken.None);
        Assert.Null(await wait.ReceiptAsync(Short, CancellationToken.None).WaitAsync(Long));
        wait.Take(Receipt);
        wait.Renew();
        Assert.Equal(Receipt, await wait.ReceiptAsync(Long, CancellationToken.None).WaitAsync(Long));
    }

    [Fact]
    public async Task The_next_of_an_id_begins_when_the_one_before_has_ended_and_not_when_it_waits_anew()
    {
        var first = await _desk.WaitAsync(Event, CancellationToken.None);
        var second = _desk.WaitAsync(Event, CancellationToken.None).AsTask();
        Assert.Null(await first.ReceiptAsync(Short, CancellationToken.None).WaitAsync(Long));
        first.Renew();
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var next = await second.WaitAsync(Long);
        next.Take(Receipt);
        Assert.Equal(Receipt, await next.ReceiptAsync(Long, CancellationToken.None).WaitAsync(Long));
    }

    [Fact]
    public async Task With_the_desk_all_that_wait_end_and_those_that_would_wait_anew()
    {
        using var waiting = await _desk.WaitAsync(Event, CancellationToken.None);
        var receipt = waiting.ReceiptAsync(Long, CancellationToken.None);
        _desk.Dispose();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receipt.WaitAsync(Long));
        waiting.Renew();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.ReceiptAsync(Long, CancellationToken.None).WaitAsync(Long));
        using var late = await _desk.WaitAsync(Event with { EventId = "event-2" }, CancellationToken.None);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => late.ReceiptAsync(Long, CancellationToken.None).WaitAsync(Long));
    }

    [Fact]
    public async Task A_caller_who_gives_up_ends_alone()
    {
        using var wait = await _desk.WaitAsync(Event, CancellationToken.None);
        using var given = new CancellationTokenSource();
        var receipt = wait.ReceiptAsync(Long, given.Token);
        await given.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receipt.WaitAsync(Long));
    }
}

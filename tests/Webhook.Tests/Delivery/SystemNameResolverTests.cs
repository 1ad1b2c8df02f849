using System.Net;
using System.Net.Sockets;
using Webhook.Cluster.Delivery;
using Webhook.Tests.Hosting;

namespace Webhook.Tests.Delivery;

public sealed class SystemNameResolverTests : IDisposable
{
    private const int NamesAtOnce = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ManualResetEventSlim _nameServerAnswers = new();
    private readonly SystemNameResolver _names;
    private int _asked;
    private int _onThePool;

    public SystemNameResolverTests() => _names = new SystemNameResolver(Ask, NamesAtOnce);

    public void Dispose()
    {
        _nameServerAnswers.Set();
        _nameServerAnswers.Dispose();
    }

    [Fact]
    public async Task Names_whose_server_is_silent_hold_no_thread_of_the_pool_and_keep_no_other_name_waiting()
    {
        var silent = Enumerable.Range(0, NamesAtOnce).Select(i => Resolve($"silent-{i}.example")).ToList();
        Assert.Equal([IPAddress.Loopback], await Resolve("well.example"));
        Assert.All(silent, task => Assert.False(task.IsCompleted));
        _nameServerAnswers.Set();
        await Task.WhenAll(silent).WaitAsync(Patience);
        Assert.Equal(0, _onThePool);
    }

    [Fact]
    public async Task Whoever_wants_a_name_that_is_being_looked_up_shares_the_answer_and_the_next_one_asks_anew()
    {
        var first = Resolve("silent.example");
        var second = Resolve("SILENT.example");
        _nameServerAnswers.Set();
        Assert.Same(await first, await second);
        Assert.Equal(1, _asked);
        await Resolve("silent.example");
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task A_name_that_is_not_known_fails_for_all_who_asked_and_is_looked_up_again_afterwards()
    {
        for (var time = 1; time <= 2; time++)
        {
            var fault = await Assert.ThrowsAsync<SocketException>(() => Resolve("nobody.example"));
            Assert.Equal(SocketError.HostNotFound, fault.SocketErrorCode);
            Assert.Equal(time, _asked);
        }
    }

    [Fact]
    public async Task Who_gives_up_is_not_kept_and_does_not_take_the_answer_from_others()
    {
        using var gaveUp = new CancellationTokenSource();
        var first = _names.ResolveAsync("silent.example", gaveUp.Token);
        var second = Resolve("silent.example");
        await gaveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _nameServerAnswers.Set();
        Assert.Equal([IPAddress.Loopback], await second);
    }

    [Fact]
    public async Task Beyond_what_may_be_asked_at_once_names_wait_and_get_their_answer()
    {
        var all = Enumerable.Range(0, 10 * NamesAtOnce).Select(i => Resolve($"silent-{i}.example")).ToList();
        await Eventually.TrueAsync(() => Volatile.Read(ref _asked) == 2 * NamesAtOnce, "as many are asked as may be");
        _nameServerAnswers.Set();
        Assert.All(await Task.WhenAll(all).WaitAsync(Patience), answer => Assert.Equal([IPAddress.Loopback], answer));
    }

    [Fact]
    public async Task Threads_end_when_there_is_nothing_to_do_and_come_again()
    {
        var threads = new WaitingThreads(2, "test", TimeSpan.FromMilliseconds(1));
        for (var time = 0; time < 3; time++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(1, 3).Select(i => threads.RunAsync(() => i))).WaitAsync(Patience);
            Assert.Equal([1, 2, 3], answers);
            await Eventually.TrueAsync(() => threads.Count == 0, "all threads have ended");
        }
    }

    private Task<IPAddress[]> Resolve(string host) => _names.ResolveAsync(host, CancellationToken.None).WaitAsync(Patience);

    private IPAddress[] Ask(string host)
    {
        Interlocked.Increment(ref _asked);
        if (Thread.CurrentThread.IsThreadPoolThread)
        {
            Interlocked.Increment(ref _onThePool);
        }

        if (host.StartsWith("nobody", StringComparison.Ordinal))
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        if (host.StartsWith("silent", StringComparison.OrdinalIgnoreCase))
        {
            _nameServerAnswers.Wait();
        }

        return [IPAddress.Loopback];
    }
}

using System.Net;
using System.Net.Sockets;
using LinqToDB.Data;
using Microsoft.Extensions.DependencyInjection;
using Webhook.Cluster.Hosting;
using Webhook.Cluster.Subscriptions.Summary;

namespace Webhook.Tests.Api;

public sealed class DatabaseFaultTests
{
    [Fact]
    public async Task What_the_database_cannot_answer_just_now_is_503_to_be_repeated_and_never_500()
    {
        await using var node = await ApiNode.StartAsync();
        await node.CreateAsync("customer-1", "https://example.com/hook");
        await ExecuteAsync(node, $"ALTER TABLE {SummaryTable.Name} RENAME TO away");
        await ExecuteAsync(node, "ALTER TABLE journal RENAME TO journal_away");
        foreach (var path in new[] { "/v1/subscriptions", "/v1/subscriptions/customer-1/events?state=delivered", "/v1/subscriptions/customer-1/events/event-1" })
        {
            using var answer = await node.Http.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal((path, HttpStatusCode.ServiceUnavailable), (path, answer.StatusCode));
            Assert.NotNull(answer.Headers.RetryAfter);
            Assert.Contains("The database does not answer", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        await ExecuteAsync(node, "ALTER TABLE journal_away RENAME TO journal");
        await ExecuteAsync(node, $"ALTER TABLE away RENAME TO {SummaryTable.Name}");
        await node.GetAsync("/v1/subscriptions");
    }

    [Fact]
    public void A_database_whose_host_is_not_found_or_does_not_answer_is_one_that_cannot_be_used_and_a_programming_error_is_not()
    {
        Assert.True(Database.IsFault(new SocketException((int)SocketError.HostNotFound)));
        Assert.True(Database.IsFault(new TimeoutException()));
        Assert.True(Database.IsFault(new Npgsql.NpgsqlException()));
        Assert.False(Database.IsFault(new InvalidOperationException()));
        Assert.False(Database.IsFault(new OperationCanceledException()));
    }

    private static async Task ExecuteAsync(ApiNode node, string statement)
    {
        await using var connection = node.Services.GetRequiredService<Database>().Connect();
        await connection.ExecuteAsync(statement);
    }
}

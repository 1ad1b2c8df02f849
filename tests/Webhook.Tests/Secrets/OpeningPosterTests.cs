using Webhook.Cluster.Delivery;
using Webhook.Cluster.Subscriptions;
using Webhook.Tests.Delivery;

namespace Webhook.Tests.Secrets;

public sealed class OpeningPosterTests
{
    private readonly KeptPoster _inner = new();

    [Fact]
    public async Task A_POST_is_made_with_the_secrets_in_clear()
    {
        var poster = new OpeningPoster(_inner, Vaults.Shared, TimeProvider.System);
        var result = await poster.PostAsync(Sealed(Vaults.Shared), CancellationToken.None);
        Assert.Equal(Outcome.Delivered, result.Outcome);
        Assert.Equal(("Bearer a", "whsec_b"), (_inner.Made!.Authorization!.Value, Assert.Single(_inner.Made.SigningSecrets).Value));
    }

    [Fact]
    public async Task What_cannot_be_decrypted_is_a_failed_attempt_without_a_POST_that_says_so()
    {
        var poster = new OpeningPoster(_inner, Vaults.InMemory(), TimeProvider.System);
        var result = await poster.PostAsync(Sealed(Vaults.Shared), CancellationToken.None);
        Assert.Equal((Outcome.Failed, null, false), (result.Outcome, result.Status, result.TimedOut));
        Assert.Contains("cannot be decrypted", result.Error, StringComparison.Ordinal);
        Assert.Null(_inner.Made);
    }

    [Fact]
    public async Task A_secret_set_anew_is_signed_with_though_the_one_before_it_cannot_be_decrypted()
    {
        var poster = new OpeningPoster(_inner, Vaults.Shared, TimeProvider.System);
        var request = Sealed(Vaults.Shared) with { SigningSecrets = [Vaults.Shared.Seal(new Secret("whsec_new")), Vaults.InMemory().Seal(new Secret("whsec_lost"))] };
        Assert.Equal(Outcome.Delivered, (await poster.PostAsync(request, CancellationToken.None)).Outcome);
        Assert.Equal("whsec_new", Assert.Single(_inner.Made!.SigningSecrets).Value);
    }

    private static PostRequest Sealed(Cluster.Secrets.SecretVault vault) => Posting.Request(new Uri("https://host.test/")) with
    {
        Authorization = vault.Seal(new Secret("Bearer a")),
        SigningSecrets = [vault.Seal(new Secret("whsec_b"))],
    };

    private sealed class KeptPoster : IWebhookPoster
    {
        public PostRequest? Made { get; private set; }

        public Task<PostResult> PostAsync(PostRequest request, CancellationToken cancellation)
        {
            Made = request;
            return Task.FromResult(new PostResult(Outcome.Delivered, 200, null, "", null, false, Posting.Now, TimeSpan.Zero));
        }
    }
}

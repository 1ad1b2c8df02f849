using System.Net;
using System.Text.RegularExpressions;
using Webhook.Tests.Api;

namespace Webhook.Tests.Dashboard;

/// <summary>A browser without script: it keeps cookies, follows nothing and sends a form with the token that the page gave it.</summary>
internal sealed partial class Visitor : IDisposable
{
    private readonly HttpClientHandler _handler = new() { AllowAutoRedirect = false };

    public Visitor(ApiNode node)
    {
        Http = new HttpClient(_handler) { BaseAddress = node.Http.BaseAddress };
        Http.DefaultRequestHeaders.Add("Accept", "text/html,*/*;q=0.8");
    }

    public HttpClient Http { get; }

    public CookieContainer Cookies => _handler.CookieContainer;

    public Task<HttpResponseMessage> GetAsync(string path) => Http.GetAsync(new Uri(path, UriKind.Relative));

    /// <summary>Sends a form as the page at <paramref name="page"/> would.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await Http.GetStringAsync(new Uri(page, UriKind.Relative));
        var token = TokenField().Match(html).Groups[1].Value;
        return await PostAsync(action, [("__RequestVerificationToken", token), .. fields]);
    }

    public async Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await Http.PostAsync(new Uri(action, UriKind.Relative), form);
    }

    public Task<HttpResponseMessage> SignInAsync(string key, string from = "/") => SubmitAsync("/sign-in", "/sign-in", ("key", key), ("from", from));

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex TokenField();
}

namespace Webhook.Cluster.Hosting.Journal;

/// <summary>As many writes wait for the database as may; this one was not made.</summary>
internal sealed class TooManyWritesException() : InvalidOperationException("Too many records wait for the database; this one was not written.");

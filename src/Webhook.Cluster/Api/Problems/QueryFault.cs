using System.Globalization;
using System.Reflection;

namespace Webhook.Cluster.Api.Problems;

/// <summary>Which part of a query could not be read: the framework answers 400 and does not say.</summary>
internal static class QueryFault
{
    /// <summary>Field and detail of the first value that does not fit the endpoint's parameter of its name; null when all do.</summary>
    public static (string Field, string Detail)? Of(HttpContext context)
    {
        var parameters = context.GetEndpoint()?.Metadata.GetMetadata<MethodInfo>()?.GetParameters() ?? [];
        foreach (var parameter in parameters)
        {
            if (context.Request.Query.TryGetValue(parameter.Name ?? "", out var values) && FaultOf(parameter.ParameterType, values.ToString()) is { } fault)
            {
                return (parameter.Name!, fault);
            }
        }

        return null;
    }

    private static string? FaultOf(Type type, string value)
    {
        var wanted = Nullable.GetUnderlyingType(type) ?? type;
        return wanted == typeof(int) && !int.TryParse(value, CultureInfo.InvariantCulture, out _) ? $"It is not a whole number up to {int.MaxValue}; write digits only."
            : wanted == typeof(long) && !long.TryParse(value, CultureInfo.InvariantCulture, out _) ? $"It is not a whole number up to {long.MaxValue}; write digits only."
            : wanted == typeof(bool) && !bool.TryParse(value, out _) ? "It is neither true nor false; write one of them."
            : null;
    }
}

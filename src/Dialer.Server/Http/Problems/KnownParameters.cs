using Dialer.Store.Reports;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Primitives;

namespace Dialer.Server.Http.Problems;

/// <summary>A filter that is spelled wrong would silently show everything: what the route does not know is refused.</summary>
internal static class KnownParameters
{
    public static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Query.Count == 0 || context.GetEndpoint() is not { } endpoint)
            return next(context);
        var route = context.Request.RouteValues;
        string[] taken = [.. endpoint.Metadata.OfType<IParameterBindingMetadata>().Where(parameter => parameter.HasTryParse || parameter.ParameterInfo.ParameterType == typeof(string)).Select(parameter => parameter.Name).Where(name => !route.ContainsKey(name))];
        Dictionary<string, StringValues>? mended = null;
        foreach (var parameter in endpoint.Metadata.OfType<IParameterBindingMetadata>())
            if ((Nullable.GetUnderlyingType(parameter.ParameterInfo.ParameterType) ?? parameter.ParameterInfo.ParameterType) is { IsEnum: true } words && context.Request.Query[parameter.Name] is [{ } word])
            {
                if (Enum.GetNames(words).FirstOrDefault(name => name.Equals(word, StringComparison.OrdinalIgnoreCase)) is not { } known)
                    return Refuse.Field(parameter.Name, $"\"{Refuse.Shown(word)}\" is not one of its words", $"Use {string.Join(", ", Enum.GetNames(words).Select(name => ReportWords.Word(name)))}.").ExecuteAsync(context);
                mended ??= new Dictionary<string, StringValues>(context.Request.Query, StringComparer.OrdinalIgnoreCase);
                mended[parameter.Name] = known;
            }

        // The framework reads the names of the code alone, and the interface writes them with a small letter.
        if (mended is not null)
            context.Request.Query = new QueryCollection(mended);
        string? unknown = context.Request.Query.Keys.FirstOrDefault(name => !taken.Contains(name, StringComparer.OrdinalIgnoreCase));
        if (unknown is null || endpoint.Metadata.GetMetadata<IParameterBindingMetadata>() is null && taken.Length == 0 && endpoint.Metadata.GetMetadata<IEndpointNameMetadata>() is null)
            return next(context);
        return Refuse.Field(Refuse.Shown(unknown), $"The parameter \"{Refuse.Shown(unknown)}\" is not known here",
            taken.Length == 0 ? "Remove it: this route takes none." : $"Use {string.Join(", ", taken)}.", "unknownParameter").ExecuteAsync(context);
    }
}

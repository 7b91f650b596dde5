using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Dialer.Store.Reports;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.Extensions.Options;

namespace Dialer.Server.Http.Problems;

/// <summary>What is wrong with a request that could not be read: which field, and what would be taken in its place.</summary>
internal static partial class UnreadBody
{
    public static ProblemResult Refuse(HttpContext context, BadHttpRequestException bad)
    {
        if (bad.InnerException is JsonException wrong)
            return Body(context, wrong);
        return bad.StatusCode switch
        {
            StatusCodes.Status413PayloadTooLarge => Problems.Refuse.With(bad.StatusCode, "bodyTooLarge", "The body is too large.", "The body has more bytes than this route takes.", "Send less at once; long lists go by the routes for uploads."),
            StatusCodes.Status415UnsupportedMediaType => Problems.Refuse.With(bad.StatusCode, "unsupportedMediaType", "The body's type is not taken.", "This route takes another media type.", "Send Content-Type: application/json, or what the description of this route names."),
            StatusCodes.Status408RequestTimeout => Problems.Refuse.With(bad.StatusCode, "requestTooSlow", "The request came too slowly.", "The body did not arrive in time.", "Send it again, faster."),
            _ when Parameter().Match(bad.Message) is { Success: true } named => Problems.Refuse.Field(ReportWords.Word(named.Groups["name"].Value), $"\"{Problems.Refuse.Shown(named.Groups["value"].Value)}\" is not what this parameter takes", "See its type in /openapi.json."),
            _ when Missing().Match(bad.Message) is { Success: true } named => Problems.Refuse.Field(named.Groups["name"].Value is "request" ? "body" : ReportWords.Word(named.Groups["name"].Value), "It is needed, and was not given", "Add it."),
            _ => Problems.Refuse.With(bad.StatusCode, "requestNotUnderstood", "The request is not understood.", PlainSentence(bad.Message), "Compare it with /openapi.json."),
        };
    }

    private static ProblemResult Body(HttpContext context, JsonException wrong)
    {
        string path = wrong.Path is { Length: > 2 } at && at.StartsWith("$.", StringComparison.Ordinal) ? at[2..] : "body";
        if (Unmapped().Match(wrong.Message) is { Success: true } unmapped)
        {
            string name = unmapped.Groups["name"].Value;
            string field = path == "body" || path == name || path.EndsWith("." + name, StringComparison.Ordinal) ? (path == "body" ? name : path) : $"{path}.{name}";
            return Problems.Refuse.Field(field, $"The field \"{Problems.Refuse.Shown(name)}\" is not known here", Suggest(context, unmapped.Groups["type"].Value), "unknownField");
        }
        return path == "body"
            ? Problems.Refuse.With(StatusCodes.Status400BadRequest, "bodyNotUnderstood", "The body is not understood.", "The body is not one JSON object of the kind that this route takes.", $"Send valid JSON; look near line {wrong.LineNumber.GetValueOrDefault() + 1}, byte {wrong.BytePositionInLine.GetValueOrDefault() + 1}.", "body")
            : Problems.Refuse.Field(path, "The value is of another kind than this field takes", "See its type in /openapi.json.");
    }

    /// <summary>The fields that the type has which the unknown one was found in.</summary>
    private static string Suggest(HttpContext context, string typeName)
    {
        var json = context.RequestServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;
        var type = (context.Features.Get<IExceptionHandlerFeature>()?.Endpoint ?? context.GetEndpoint())?.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType is { } root ? Find(root, typeName, 0) : null;
        if (type is null || json.GetTypeInfo(type) is not { Kind: JsonTypeInfoKind.Object } info)
            return "Remove it, or compare with /openapi.json.";
        return info.Properties.Count == 0 ? "Remove it: no field is known here." : $"Remove it, or use one of: {string.Join(", ", info.Properties.Select(property => property.Name))}.";
    }

    private static Type? Find(Type type, string name, int depth)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.FullName == name)
            return type;
        if (depth == 4 || type.Namespace?.StartsWith("Dialer.", StringComparison.Ordinal) != true)
            return type.IsGenericType && depth < 4 ? type.GetGenericArguments().Select(argument => Find(argument, name, depth + 1)).FirstOrDefault(found => found is not null) : null;
        return type.GetProperties().Select(property => Find(property.PropertyType, name, depth + 1)).FirstOrDefault(found => found is not null);
    }

    private static string PlainSentence(string text) => Problems.Refuse.Shown(text.Split('\n')[0]);

    [GeneratedRegex("The JSON property '(?<name>[^']*)' could not be mapped to any .NET member contained in type '(?<type>[^']*)'", RegexOptions.None, 1_000)]
    private static partial Regex Unmapped();

    [GeneratedRegex("Failed to bind parameter \"(?<type>[^ ]+) (?<name>[^\"]+)\" from \"(?<value>.*)\"", RegexOptions.Singleline, 1_000)]
    private static partial Regex Parameter();

    [GeneratedRegex("Required parameter \"(?<type>[^ ]+) (?<name>[^\"]+)\" was not provided|Implicit body inferred for parameter \"(?<name>[^\"]+)\"", RegexOptions.None, 1_000)]
    private static partial Regex Missing();
}

using Dialer.Server.Configuration;
using Dialer.Server.Http.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace Dialer.Server.Http;

/// <summary>Bodies that are read by the rules of a configuration file.</summary>
internal static class BusinessBodies
{
    public static RouteHandlerBuilder TakesSettings(this RouteHandlerBuilder route) => route.WithMetadata(new SizeLimit(), new AcceptsMetadata(["application/json", "application/merge-patch+json"], typeof(string)));

    /// <returns>The object that was sent, and what is wrong with it as one.</returns>
    public static async Task<(ConfigNode? Body, ProblemResult? Wrong)> ReadAsync(HttpRequest request, string path)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted).ConfigureAwait(false);
        var errors = new List<ConfigError>();
        var read = ConfigNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length), errors, path, isSent: true);
        if (read is { Kind: ConfigNodeKind.Object } && errors.Count == 0)
            return (read, null);
        return (null, errors.Count > 0 && errors[0].Path.Length > path.Length
            ? Refuse.Field(errors[0].Path[(path.Length + 1)..], errors[0].What, errors[0].Do)
            : Refuse.With(StatusCodes.Status400BadRequest, "bodyNotUnderstood", "The body is not understood.", errors.Count > 0 ? errors[0].What : "The body is not one JSON object.", $"Send one JSON object{(errors.Count > 0 && errors[0].Line > 0 ? $"; look near line {errors[0].Line}, column {errors[0].Column}" : "")}.", "body"));
    }

    /// <summary>Why edits were not made. What is wrong in what was sent comes as its fields; what is right by itself, and not with the rest, as a conflict.</summary>
    /// <param name="path">Of what was sent.</param>
    public static ProblemResult Refused(IReadOnlyList<ConfigError> errors, string path)
    {
        var own = errors.Where(error => error.Path.StartsWith(path + ".", StringComparison.Ordinal) || error.Path == path).ToList();
        if (own.Count == 0)
        {
            var first = errors[0];
            return new ProblemResult(Refuse.Make(StatusCodes.Status409Conflict, "notWithOthers", "What else is configured does not allow it.", $"{Named(first.Path)}: {first.What}", first.Do, Named(first.Path), ByField(errors, error => Named(error.Path))));
        }
        string code = own.TrueForAll(error => error.IsUnknownField) ? "unknownField" : "invalidField";
        return new ProblemResult(Refuse.Make(StatusCodes.Status400BadRequest, code, code == "unknownField" ? "A field is not known." : "A field is wrong.", own[0].What, own[0].Do, FieldOf(own[0], path), ByField(own, error => FieldOf(error, path))));
    }

    private static string FieldOf(ConfigError error, string path) => error.Path.Length > path.Length + 1 ? error.Path[(path.Length + 1)..] : "body";

    private static string Named(string path) => path.Length > 2 ? path[2..] : path;

    private static Dictionary<string, IReadOnlyList<string>> ByField(IEnumerable<ConfigError> errors, Func<ConfigError, string> fieldOf) =>
        errors.GroupBy(fieldOf, StringComparer.Ordinal).ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one.Select(error => $"{error.What} {error.Do}")], StringComparer.Ordinal);

    private sealed class SizeLimit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => ConfigNode.MaxBytes;
    }
}

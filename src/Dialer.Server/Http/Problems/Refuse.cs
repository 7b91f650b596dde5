using Dialer.Core.Text;

namespace Dialer.Server.Http.Problems;

/// <summary>The refusals of the interface, each with its code. The codes are listed in docs/http.md.</summary>
internal static class Refuse
{
    private const int MostShown = 64;

    public static ProblemResult With(int status, string code, string title, string detail, string remedy, string? field = null, TimeSpan? retryAfter = null) =>
        new(Make(status, code, title, detail, remedy, field, null), retryAfter);

    /// <summary>One field of the body, the query or the headers.</summary>
    public static ProblemResult Field(string field, string detail, string remedy, string code = "invalidField") =>
        new(Make(StatusCodes.Status400BadRequest, code, TitleOf(code), detail, remedy, field, new Dictionary<string, IReadOnlyList<string>> { [field] = [Joined(detail, remedy)] }));

    /// <summary>Everything that is wrong at once; at least one.</summary>
    public static ProblemResult Fields(IReadOnlyList<(string Field, string What, string Do)> wrong) => new(Make(
        StatusCodes.Status400BadRequest, "invalidField", TitleOf("invalidField"), wrong[0].What, wrong[0].Do, wrong[0].Field,
        wrong.GroupBy(one => one.Field, StringComparer.Ordinal).ToDictionary(one => one.Key, one => (IReadOnlyList<string>)[.. one.Select(each => Joined(each.What, each.Do))])));

    /// <param name="kind">Such as campaign.</param>
    public static ProblemResult Unknown(string kind, string name) => With(
        StatusCodes.Status404NotFound, $"unknown{char.ToUpperInvariant(kind[0])}{kind[1..]}", "Not found.", $"There is no {kind} \"{Shown(name)}\".", $"Give the number or the name of one that the list of {kind}s shows.", kind);

    public static ProblemResult NotPossible(string detail, string code = "notPossible") => With(
        StatusCodes.Status409Conflict, code, "Not possible now.", detail, "Look at the present state, and ask again when it allows it.");

    public static ProblemResult NotStored(string detail) => With(
        StatusCodes.Status503ServiceUnavailable, "notStored", "Not stored yet.", detail, "What was asked for may still be kept: look before asking again.", retryAfter: TimeSpan.FromSeconds(5));

    /// <summary>Somebody else changed it meanwhile.</summary>
    public static ProblemResult Stale(string now) => With(
        StatusCodes.Status412PreconditionFailed, "changedMeanwhile", "Changed meanwhile.", $"It has been changed since; its ETag is {now} now.", "Read it again, and repeat the change with the ETag that you get.", "If-Match");

    public static ProblemResult NeedsMatch() => With(
        StatusCodes.Status428PreconditionRequired, "ifMatchNeeded", "If-Match is needed.", "Two people could change this at once.", "Send If-Match with the ETag that reading it gave, or If-Match: * to change whatever is there.", "If-Match");

    public static string Shown(string name) => PlainText.Line(name.Length <= MostShown ? name : name[..MostShown] + "...");

    public static Problem Make(int status, string code, string title, string detail, string remedy, string? field, IReadOnlyDictionary<string, IReadOnlyList<string>>? errors) => new()
    {
        Type = "urn:dialer:problem:" + code,
        Title = title,
        Status = status,
        Code = code,
        Detail = Sentence(detail),
        Remedy = remedy,
        Field = field,
        Errors = errors,
    };

    private static string TitleOf(string code) => code == "unknownField" ? "A field is not known." : code == "unknownParameter" ? "A parameter is not known." : "A field is wrong.";

    private static string Joined(string detail, string remedy) => remedy.Length == 0 ? Sentence(detail) : $"{Sentence(detail)} {remedy}";

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '?' or '!' ? text : text + ".";
}

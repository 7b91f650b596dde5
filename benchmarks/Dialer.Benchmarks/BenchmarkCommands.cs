using System.Globalization;

namespace Dialer.Benchmarks;

/// <summary>The commands of this program and what each takes: a word that nobody knows is refused, and not passed over.</summary>
internal static class BenchmarkCommands
{
    private static readonly Dictionary<string, string[]> Options = new(StringComparer.Ordinal)
    {
        ["media-relay"] = ["--legs", "--seconds", "--only"],
        ["media-play"] = ["--legs", "--seconds"],
        ["decision"] = ["--agents", "--decisions", "--rounds"],
        ["routing"] = ["--decisions", "--policy"],
        ["import"] = ["--rows", "--rounds"],
        ["do-not-call"] = ["--numbers"],
        ["engine"] = ["--inputs", "--rounds", "--agents", "--pacer"],
    };

    public static readonly string[] Roles = ["uac", "uas", "kamailio", "all"];

    /// <summary>Why these arguments cannot be run, with what can; null: they can.</summary>
    public static string? Refusal(string[] arguments) => arguments switch
    {
        [] => null,
        ["sip-calls", .. var rest] => SipCalls(rest),
        ["media-relay-child", _] => null,
        [var command, .. var rest] when Options.TryGetValue(command, out string[]? known) => Named(command, known, rest),
        [['-', ..], ..] => null,
        [var command, ..] => $"\"{command}\" is no benchmark. There are: {string.Join(", ", Options.Keys.Append("sip-calls").Order(StringComparer.Ordinal))}; arguments that begin with - are BenchmarkDotNet's.",
    };

    private static string? SipCalls(string[] rest)
    {
        if (rest.Length > 0 && !Roles.Contains(rest[0]))
            return $"\"{rest[0]}\" is no role of sip-calls. There are: {string.Join(", ", Roles)}.";
        if (rest.Length > 1 && !rest[1].Split(',').All(IsWhole))
            return $"\"{rest[1]}\" is no list of calls a second. Write 300,500.";
        if (rest.Length > 2 && !IsWhole(rest[2]))
            return $"\"{rest[2]}\" is no number of seconds.";
        return rest.Length > 3 ? $"sip-calls takes a role, calls a second and seconds, and no \"{rest[3]}\"." : null;
    }

    private static string? Named(string command, string[] known, string[] rest)
    {
        for (int i = 0; i < rest.Length; i += 2)
            if (!known.Contains(rest[i]))
                return $"\"{rest[i]}\" is no option of {command}. There are: {string.Join(", ", known)}.";
            else if (i + 1 == rest.Length)
                return $"{rest[i]} needs a value.";
            else if (rest[i] is not ("--only" or "--pacer" or "--policy") && !IsWhole(rest[i + 1]))
                return $"{rest[i]} needs a whole number, not \"{rest[i + 1]}\".";
        return null;
    }

    private static bool IsWhole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0;
}

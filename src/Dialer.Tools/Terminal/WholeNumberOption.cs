using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Dialer.Tools.Terminal;

/// <summary>Options that take a whole number: anything else is refused by the option's name and its range.</summary>
public static class WholeNumberOption
{
    /// <summary>What a random draw begins from.</summary>
    public static Option<ulong> Seed(string description) => Create<ulong>("--seed", description, 1, 0, ulong.MaxValue);

    public static Option<T> Create<T>(string name, string description, T byDefault, T least, T most)
        where T : struct, IBinaryInteger<T> =>
        new(name) { Description = description, DefaultValueFactory = _ => byDefault, CustomParser = result => Parse(name, result, least, most) ?? default };

    /// <summary>Null where it is not given.</summary>
    public static Option<T?> Optional<T>(string name, string description, T least, T most)
        where T : struct, IBinaryInteger<T> =>
        new(name) { Description = description, CustomParser = result => Parse(name, result, least, most) };

    private static T? Parse<T>(string name, ArgumentResult result, T least, T most)
        where T : struct, IBinaryInteger<T>
    {
        string text = result.Tokens[^1].Value;
        if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
            return value;
        result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}, not '{text}'."));
        return null;
    }
}

using Dialer.Core.Leads;

namespace Dialer.Line;

/// <summary>How a trunk writes the numbers of both parties, and how those that it sends are read.</summary>
public sealed record TrunkNumbers
{
    public static readonly TrunkNumbers Default = new();

    /// <summary>Whose national numbers the trunk writes and reads; null: that of the trunk's caller id or of the route is taken for reading.</summary>
    public Country? Country { get; init; }

    public NumberFormat Called { get; init; } = new(NumberForm.E164);
    public NumberFormat Calling { get; init; } = new(NumberForm.AsGiven);

    /// <summary>What the trunk puts before the numbers that it sends, and what is missing there; the form is recognised.</summary>
    public NumberFormat InboundCalled { get; init; } = new(NumberForm.AsGiven);
    public NumberFormat InboundCalling { get; init; } = new(NumberForm.AsGiven);

    public string WriteCalled(string number) => Called.Write(number, Country);

    public string WriteCalling(string number) => Calling.Write(number, Country);

    /// <summary>The caller's number in international form where it can be told, so that it meets lists and objections; else as sent.</summary>
    /// <param name="guess">The country where the trunk names none.</param>
    public string ReadCalling(string user, Country? guess) => Read(InboundCalling, user, Country ?? guess);

    public string ReadCalled(string user, Country? guess) => Read(InboundCalled, user, Country ?? guess);

    private static string Read(NumberFormat format, string user, Country? country)
    {
        string bare = NumberReading.Bare(user, country);
        if (format.Strip.Length > 0 && bare.StartsWith(format.Strip, StringComparison.Ordinal))
            bare = bare[format.Strip.Length..];
        bare = format.Prefix + bare;
        return NumberReading.International(bare, country) ?? bare;
    }
}

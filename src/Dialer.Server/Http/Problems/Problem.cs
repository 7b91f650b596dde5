namespace Dialer.Server.Http.Problems;

/// <summary>A refusal (RFC 9457, application/problem+json): what was not done, why, and what to do about it.</summary>
public sealed record Problem
{
    /// <summary>The code as a URI: urn:dialer:problem:CODE.</summary>
    public required string Type { get; init; }

    /// <summary>The kind of problem in a few words; the same for each of a code.</summary>
    public required string Title { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>For programs: never changes its meaning.</summary>
    public required string Code { get; init; }

    /// <summary>Why, in this case.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>The first field, parameter or header that is wrong; left out where none is.</summary>
    public string? Field { get; init; }

    /// <summary>Everything that is wrong, by field, each with what to do; left out where no field is.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Errors { get; init; }
}

namespace Dialer.Tools.Simulate;

/// <summary>What <c>dialer simulate</c> was asked for.</summary>
internal sealed record SimulateOptions
{
    public string? ScenarioFile { get; init; }
    public string Pacer { get; init; } = "predictive";

    /// <summary>Each call's own chance decides whom to dial and how many.</summary>
    public bool PerLead { get; init; }

    /// <summary>Of a service desk; null: ours.</summary>
    public string? Routing { get; init; }

    /// <summary><see cref="Pacer"/> was asked for in so many words.</summary>
    public bool IsPacerGiven { get; init; }
    public ulong Seed { get; init; } = 1;
    public int Days { get; init; } = 10;

    /// <summary>Names of pacers, or of routings where the scenario has queues; <c>all</c>: every one; empty: only one is rehearsed.</summary>
    public IReadOnlyList<string> Compare { get; init; } = [];
    public bool Json { get; init; }
    public string? Plot { get; init; }

    /// <summary>More than one: a what-if.</summary>
    public IReadOnlyList<int> Agents { get; init; } = [];
    public IReadOnlyList<double> Caps { get; init; } = [];

    /// <summary>Number or name of a campaign in <see cref="Db"/>.</summary>
    public string? FromCampaign { get; init; }
    public string? Db { get; init; }

    /// <summary>The whole table of results, or every robustness world.</summary>
    public bool Table { get; init; }
    public bool Worlds { get; init; }

    /// <summary>A group of a service desk, and how many agents of it are tried; null: none.</summary>
    public GroupRange? Group { get; init; }

    /// <summary>Says how long a rehearsal took; nothing in it depends on this.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public bool IsWhatIf => Agents.Count > 1 || Caps.Count > 1;
}

using Dialer.Core.Campaigns;
using Dialer.Server.Running;
using Dialer.Simulation.Public;
using Dialer.Sip.Calls;

namespace Dialer.Tools.Demo;

/// <summary>What `dialer demo` was asked for.</summary>
public sealed record DemoOptions
{
    /// <summary>Conversations still going on when the time is up may last so long.</summary>
    public static readonly TimeSpan DrainWithin = TimeSpan.FromSeconds(20);

    public TimeSpan Length { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Null: as the scenario says.</summary>
    public int? Agents { get; init; }
    public int Leads { get; init; } = 300;
    public ulong Seed { get; init; } = 1;
    public string? ScenarioFile { get; init; }

    /// <summary>How the called public answers, where no <see cref="ScenarioFile"/> says it.</summary>
    public Scenario Scenario { get; init; } = Scenario.Demo;
    public string? AudioDirectory { get; init; }

    /// <summary>Null: as the scenario says.</summary>
    public AnalysisMode? Analysis { get; init; }

    /// <summary>Null: a new file in the folder for temporary files.</summary>
    public string? Db { get; init; }

    /// <summary>Until a busy or unanswered number is dialed again, once; the public lives fast here.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);
    public string? RecordTo { get; init; }
    public bool Json { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The line that is rehearsed with.</summary>
    public LineMaker Line { get; init; } = TelephoneLine.Make;
}

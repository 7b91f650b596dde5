using System.Net;
using Dialer.Simulation.Public;

namespace Dialer.Simulation.Loopback;

/// <summary>How the embedded carrier behaves.</summary>
public sealed record LoopbackCarrierOptions
{
    public required Scenario Scenario { get; init; }

    /// <summary>Who answers, when, with which audio: all follows from it.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Null: the generated set.</summary>
    public AudioLibrary? Audio { get; init; }

    /// <summary>A WAV file for a number's greeting, in place of the one that the seed draws for it.</summary>
    public IReadOnlyDictionary<string, string> AudioByNumber { get; init; } = new Dictionary<string, string>();

    /// <summary>What a number is, in place of the draw. Tests, and rehearsals of one case.</summary>
    public Func<string, int, CalledParty?>? Override { get; init; }

    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>UDP port of SIP; 0: any free one.</summary>
    public int Port { get; init; }
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public int FirstMediaPort { get; init; } = 30_000;
    public int LastMediaPort { get; init; } = 39_999;
    public int MediaThreads { get; init; } = 1;

    /// <summary>A person to whom nobody speaks hangs up after this at the latest.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>A machine records so long after its beep, then hangs up.</summary>
    public TimeSpan RecordingLimit { get; init; } = TimeSpan.FromSeconds(20);
}

using Dialer.Line;

namespace Dialer.Server.Configuration;

/// <summary>The media settings of the whole line.</summary>
/// <param name="LostAfter">A call that hears nothing for so long is looked into; zero: never.</param>
/// <param name="AgentSilentAfter">An agent's phone that sends neither audio nor reports for so long, and is not on hold, gets nobody else; zero: never.</param>
/// <param name="AgentReportsBelievedFor">Reports without audio keep an agent's phone from being silent for so long; zero: audio alone counts.</param>
/// <param name="RecordingDirectory">Absolute; each recorded campaign has a folder in it, and each recorded queue one in its folder <c>queues</c>.</param>
/// <param name="ReviewClipDirectory">Absolute; the clips of all campaigns, as <c>dialer amd review</c> reads them.</param>
public sealed record MediaConfig(TimeSpan LostAfter, TimeSpan AgentSilentAfter, TimeSpan AgentReportsBelievedFor, MediaTransport Transport, string RecordingDirectory, string ReviewClipDirectory)
{
    /// <summary>Older recordings are deleted; zero: never.</summary>
    public TimeSpan KeepRecordingsFor { get; init; }

    public static readonly MediaConfig Default = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(30), MediaTransport.PortPerLeg, "", "");
}

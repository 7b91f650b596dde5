namespace Dialer.Core.Campaigns;

/// <summary>How a campaign's leads are dialed.</summary>
public enum DialMode : byte
{
    /// <summary>An agent is shown the lead first and decides; see <see cref="PreviewTimeOut"/>.</summary>
    Preview,

    /// <summary>One line per free agent; nobody can be abandoned for want of an agent, short of an agent leaving.</summary>
    Progressive,

    /// <summary>A fixed number of lines per free agent.</summary>
    Ratio,

    /// <summary>As many lines as the chance of finding no agent allows.</summary>
    Predictive,

    /// <summary>A prompt is played; a key press reaches the queue.</summary>
    Agentless,

    /// <summary>Only appointments: a lead is dialed at the moment promised to it, when an agent is free.</summary>
    Callback,
}

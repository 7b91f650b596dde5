namespace Dialer.Simulation.Loopback;

/// <summary>What one agent's phone has seen.</summary>
/// <param name="Up">Its call stands.</param>
/// <param name="PacketsReceived">RTP, over all its calls.</param>
/// <param name="VoiceSeconds">How much speech it heard.</param>
public readonly record struct AgentPhoneState(bool Up, int Calls, long PacketsReceived, double VoiceSeconds);

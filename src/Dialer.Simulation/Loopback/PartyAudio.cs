using Dialer.Sip.Media;

namespace Dialer.Simulation.Loopback;

/// <summary>What one called party sounds like: what it says when it picks up, and its room afterwards (to loop).</summary>
public sealed record PartyAudio(Prompt Greeting, Prompt Room);

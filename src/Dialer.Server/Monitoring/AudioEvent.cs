namespace Dialer.Server.Monitoring;

/// <summary>A call's audio as it arrived.</summary>
/// <param name="LossShare">0 to 1.</param>
/// <param name="RoundTripMs">Left out where the far end sent no RTCP.</param>
/// <param name="Mos">Estimated, 1 to 4.5.</param>
public sealed record AudioEvent(double LossShare, double JitterMs, double? RoundTripMs, double Mos);

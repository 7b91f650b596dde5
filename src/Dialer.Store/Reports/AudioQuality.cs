namespace Dialer.Store.Reports;

/// <summary>How the audio of the answered calls arrived; the percentiles are null where no call was measured.</summary>
/// <param name="Calls">Calls of which audio arrived.</param>
/// <param name="LossShare">Packets lost, of all that were sent to us.</param>
/// <param name="JitterMs95">95 % of the calls had no more.</param>
/// <param name="Mos50">Half of the calls were estimated at this or better, 1 to 4.5.</param>
/// <param name="Mos5">5 % of the calls were estimated at this or worse.</param>
public sealed record AudioQuality(int Calls, double LossShare, double? JitterMs50, double? JitterMs95, double? Mos50, double? Mos5);

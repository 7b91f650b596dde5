namespace Dialer.Tools.Amd;

internal sealed record DetectorReport(string Name, List<Stratum> Strata, List<double> LiveLatencyMs, List<double> MachineLatencyMs)
{
    public double MicrosecondsPerFrame { get; set; }
}

namespace Dialer.Tools.Amd;

/// <summary>Our own detector on one voice (or set), by length, on calls without added trouble and on all of them.</summary>
internal sealed record VoiceReport(string Voice, List<Stratum> Strata)
{
    public Stratum Find(string name)
    {
        var found = Strata.Find(s => s.Name == name);
        if (found is null)
            Strata.Add(found = new Stratum(name, Part: true));
        return found;
    }
}

namespace Dialer.Store.Reports;

/// <summary>Words of the code as reports, files and the interface write them.</summary>
public static class ReportWords
{
    /// <summary>A name of the code as people and programs outside read it: noAnswer.</summary>
    public static string Word(string name) => name.Length == 0 ? name : char.ToLowerInvariant(name[0]) + name[1..];
}

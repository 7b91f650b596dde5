using Dialer.Host.Commands;
using Dialer.Server.Terminal;
using Dialer.Testing;
using Xunit;

namespace Dialer.Host.Tests.Commands;

/// <summary>What a person reads of a list's columns and of numbers that stand twice: in `check`, before anybody is called, and in the log of the import.</summary>
public sealed class ColumnTextTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ColumnTextTests()
    {
        File.Copy(Repository.File("samples", "announcement.wav"), PathOf("said.wav"));
        File.WriteAllText(PathOf("american.csv"), "Number,Street,Name,Phone\n12,Main St,Bob,(602) 555-0184\n2125550121,Oak Ave,Ann,(602) 555-0185\n");
        File.WriteAllText(PathOf("french.csv"), "Numéro;Nom;Téléphone\n552100554;Dupont;01 99 00 12 34\n542065479;Martin;01 99 00 12 35\n");
        File.WriteAllText(PathOf("bare.csv"), "552100554;Dupont;0199001234\n542065479;Martin;0199001235\n");
        File.WriteAllText(PathOf("twice.csv"), "Nom;Téléphone\nA;0199001240\nB;01 99 00 12 40\nC;+33 1 99 00 12 34\n");
        File.WriteAllText(PathOf("keys.csv"), "Numéro;Ville\n552100554;Paris\n542065479;Lyon\n");
        File.WriteAllText(PathOf("two.csv"), "Nom;Numéro;Ligne\nDupont;01 99 00 12 34;01 99 00 12 35\nMartin;01 99 00 12 36;01 99 00 12 37\n");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Check_says_which_columns_were_taken_which_were_left_and_who_stands_twice()
    {
        var (code, output, error) = await CheckAsync("""{ "file": "american.csv", "country": "US" }, { "file": "french.csv", "country": "FR" }, { "file": "twice.csv", "country": "FR" }""", """{ "file": "bare.csv", "country": "FR" }""");
        Assert.StartsWith($"{PathOf("dialer.json")}: good. 1 trunk, 0 agents, 2 campaigns, 1 queue.\n", output, StringComparison.Ordinal);
        Assert.Equal((ExitCode.Ok, $$"""
            {{PathOf("american.csv")}}: 2 leads of 2 rows, 0 rejected, 0 further numbers refused.
              utf-8, columns parted by ","; headings in line 1
              telephone in "Phone" (2 of 2 cells hold a number)
              3 columns kept as data
            {{PathOf("french.csv")}}: 2 leads of 2 rows, 0 rejected, 0 further numbers refused.
              utf-8, columns parted by ";"; headings in line 1
              telephone in "Téléphone" (2 of 2 cells hold a number)
              2 columns kept as data
            {{PathOf("twice.csv")}}: 2 leads of 3 rows, 1 rejected, 0 further numbers refused.
              utf-8, columns parted by ";"; headings in line 1
              telephone in "Téléphone" (3 of 3 cells hold a number)
              1 column kept as data
              rejected: 1 row, duplicate within the list
            {{PathOf("bare.csv")}}: 2 leads of 2 rows, 0 rejected, 0 further numbers refused.
              utf-8, columns parted by ";"; no headings
              telephone in "column 3" (no heading says so; its rows are written as telephone numbers; 2 of 2 cells hold a number)
              "column 1" left: its rows carry check digits or count upwards, as keys and company numbers do; 1 column kept as data

            """), (code, output[Math.Max(0, output.IndexOf(PathOf("american.csv"), StringComparison.Ordinal))..]));
        Assert.Contains("warning: 1 number of list \"twice\" (one) is in list \"french\" (one) too: in one campaign the list that is imported later loses them.", error, StringComparison.Ordinal);
        Assert.Contains("warning: 2 numbers of list \"bare\" (two) are in list \"french\" (one) too: both campaigns hold these people, who are called by each as its limits allow.", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("keys.csv", "line 1: no heading names a telephone number. The headings are: Numéro, Ville. Say which with columns.phones.")]
    [InlineData("two.csv", "the rows of \"Numéro\" and \"Ligne\" look like some. Nothing is imported, so that no stranger is called: say which with columns.phones, such as \"columns\": { \"phones\": [\"Numéro\"] }.")]
    public async Task Where_no_column_says_that_it_is_the_telephone_check_asks(string file, string says)
    {
        var (code, _, error) = await CheckAsync($$"""{ "file": "{{file}}", "country": "FR" }""", "");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(says, error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_of_the_import_says_the_same()
    {
        Write("""{ "file": "american.csv", "country": "US" }, { "file": "french.csv", "country": "FR" }, { "file": "twice.csv", "country": "FR" }""", """{ "file": "bare.csv", "country": "FR" }""");
        using var stop = new CancellationTokenSource();
        using var log = new ListeningWriter(text => text.Contains("Dialing.", StringComparison.Ordinal), stop.Cancel);
        Assert.True(await DialerCommandLine.RunAsync(["run", "--config", PathOf("dialer.json")], TextWriter.Null, log, stop.Token) == 0, log.ToString());
        foreach (string line in (string[])[
            "List american: telephone in \"Phone\" (2 of 2 cells hold a number); 3 columns kept as data.",
            "List french: telephone in \"Téléphone\" (2 of 2 cells hold a number); 2 columns kept as data.",
            "List bare: telephone in \"column 3\" (no heading says so; its rows are written as telephone numbers; 2 of 2 cells hold a number); \"column 1\" left: its rows carry check digits or count upwards, as keys and company numbers do; 1 column kept as data.",
            "List twice: 2 rows and 0 further numbers refused"])
            Assert.Contains(line, log.ToString(), StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> CheckAsync(string first, string second)
    {
        Write(first, second);
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await DialerCommandLine.RunAsync(["check", "--config", PathOf("dialer.json")], output, error, TestContext.Current.CancellationToken);
        return (code, output.ToString().ReplaceLineEndings("\n"), error.ToString());
    }

    private void Write(string first, string second) => File.WriteAllText(PathOf("dialer.json"), $$"""
        {
          "dataDirectory": "data", "drainSeconds": 0,
          "sip": { "bind": "127.0.0.1", "port": 0 },
          "http": { "port": 0, "token": "a-token-that-is-long-enough" },
          "trunks": [ { "name": "carrier", "address": "127.0.0.1:9" } ],
          "campaigns": [
            { "name": "one", "start": false, "analysis": "off", "announcement": "said.wav", "calling": { "profile": "france" }, "lists": [ {{first}} ] },
            { "name": "two", "start": false, "analysis": "off", "announcement": "said.wav", "calling": { "profile": "france" }, "lists": [ {{second}} ] }
          ]
        }
        """);

    private string PathOf(string name) => Path.Combine(_folder.Path, name);
}

using System.Globalization;
using Dialer.Lists.Cells;
using Dialer.Lists.Numbers;

namespace Dialer.Lists.Headings;

/// <summary>
/// Decides what each column is for, by its heading and by its rows. A wrong telephone column rings strangers: where two
/// could be meant and no heading says which, the list is refused and the message says how to map them.
/// </summary>
internal sealed class ColumnJudge
{
    private const double MostlyUnderstood = 0.5;

    private readonly string _file;
    private readonly RowSample _sample;
    private readonly HeadingLine _line;
    private readonly NumberCountry _home;
    private readonly string[] _names;
    private readonly HeadingMeaning[] _meanings;
    private readonly ColumnTally[] _tallies;
    private readonly ColumnRole[] _roles;
    private readonly string[] _why;

    private ColumnJudge(string file, RowSample sample, HeadingLine line, NumberCountry home)
    {
        (_file, _sample, _line, _home) = (file, sample, line, home);
        string[] headings = line.Index >= 0 ? sample.Records[line.Index].Fields : [];
        int columns = line.Index >= 0 ? headings.Length : sample.Records.Max(record => record.Fields.Length);
        _names = ColumnNames.Of(headings, columns);
        _meanings = [.. Enumerable.Range(0, columns).Select(i => HeadingWords.Of(i < headings.Length ? headings[i] : ""))];
        _tallies = [.. Enumerable.Range(0, columns).Select(i => ColumnTally.Of(sample.Cells(i, line.FirstRow), home))];
        _roles = new ColumnRole[columns];
        _why = [.. Enumerable.Repeat("", columns)];
    }

    /// <exception cref="ImportException">No column can be the telephone, or several could; or the mapping names one that is not there.</exception>
    public static ColumnLayout Judge(string file, RowSample sample, HeadingLine line, NumberCountry home, ColumnMapping? mapping)
    {
        var judge = new ColumnJudge(file, sample, line, home);
        judge.JudgeOthers();
        IReadOnlyList<int> phones = mapping is { Phones.Count: > 0 } ? judge.MapPhones(mapping.Phones) : judge.JudgePhones();
        return judge.MakeLayout(phones, mapping);
    }

    private string Place => _line.Index >= 0 ? $"line {_sample.Records[_line.Index].Line}" : $"line {_sample.Records[0].Line}";

    /// <summary>Every role but the telephone: the heading names it, and its rows bear it out.</summary>
    private void JudgeOthers()
    {
        for (int i = 0; i < _names.Length; i++)
        {
            if (_meanings[i].Against is { Length: > 0 } against)
                _why[i] = "left: " + against;
            var role = _meanings[i].Role;
            if (role is ColumnRole.Data or ColumnRole.Phone)
                continue;
            if (Array.IndexOf(_roles, role) is >= 0 and var taken)
                _why[i] = $"left: \"{_names[taken]}\" is taken for that already";
            else if (Understood(role, i) is var share && share < MostlyUnderstood)
                _why[i] = string.Create(CultureInfo.InvariantCulture, $"left: named so, and {(1 - share) * 100:0} % of its cells are none");
            else
                _roles[i] = role;
        }
    }

    /// <summary>Share of the filled cells that read as what the heading says; 1 where all are blank.</summary>
    private double Understood(ColumnRole role, int column)
    {
        bool monthFirst = _home.IsNorthAmerican;
        Func<string, bool>? reads = role switch
        {
            ColumnRole.Country => cell => CountryNames.Find(cell, _home) is not null,
            ColumnRole.Consent or ColumnRole.Objection => cell => ConsentText.Read(cell, monthFirst, out _) is not null,
            ColumnRole.ConsentDate => cell => DateText.Read(cell, monthFirst) is not null,
            ColumnRole.Priority => cell => cell.AsSpan().ContainsAnyInRange('0', '9'),
            ColumnRole.AreaCode => cell => DigitRuns.DigitsOf(cell).Length is >= 1 and <= 6,
            ColumnRole.TimeZone or ColumnRole.PostalCode or ColumnRole.State or ColumnRole.CustomerKey or ColumnRole.Data or ColumnRole.Phone => null,
        };
        if (reads is null)
            return 1;
        string[] cells = [.. _sample.Cells(column, _line.FirstRow)];
        return cells.Length == 0 ? 1 : (double)cells.Count(reads) / cells.Length;
    }

    private List<int> JudgePhones()
    {
        var named = Columns(i => _meanings[i] is { Role: ColumnRole.Phone, IsSure: true } && _roles[i] == ColumnRole.Data);
        var empty = named.FindAll(i => _tallies[i] is { Filled: > 0, WithDigits: 0 });
        var taken = named.Except(empty).ToList();
        foreach (int i in empty)
            _why[i] = "left: named a telephone, and no row of it holds a number";
        var unnamed = Columns(i => !named.Contains(i) && _meanings[i].Against is null && _roles[i] == ColumnRole.Data && _tallies[i].LooksLikePhones);
        bool isBelied = taken.Count > 0 && taken.TrueForAll(i => _tallies[i] is { Filled: >= 5 } tally && tally.Read < 0.1 * tally.Filled);
        if (taken.Count > 0 && !(isBelied && unnamed.Count > 0))
        {
            foreach (int i in unnamed)
                _why[i] = "left: its rows look like telephone numbers, its heading does not say so; name it in columns.phones if they are";
            return taken;
        }
        if (named.Count > 0 && unnamed.Count > 0)
            throw Ask($"the headings name {Quoted(named)} as telephone, whose rows are no telephone numbers, while those of {Quoted(unnamed)} look like some");
        // A telephone column of words only: its rows say so one by one.
        return named.Count > 0 ? named : Choose(unnamed);
    }

    /// <summary>No heading names a telephone: the one column whose rows do, or a question.</summary>
    private List<int> Choose(List<int> candidates)
    {
        var evident = candidates.FindAll(i => _tallies[i].IsEvident);
        foreach (int i in Columns(i => _tallies[i] is { Filled: > 0, IsRegister: true } tally && tally.Read >= 0.8 * tally.Filled))
            _why[i] = "left: its rows carry check digits or count upwards, as keys and company numbers do";
        if (evident.Count == 1)
        {
            foreach (int i in candidates.Except(evident))
                _why[i] = "left: bare digits that could be telephone numbers or keys; name it in columns.phones if they are";
            _why[evident[0]] = "no heading says so; its rows are written as telephone numbers";
            return evident;
        }
        if (evident.Count > 1)
            throw Ask($"no heading says which column holds the telephone numbers, and the rows of {Quoted(evident)} look like some");
        if (candidates is [var only] && _names.Length == 1)
            return [only];
        if (candidates.Count > 0)
            throw Ask($"no heading names a telephone number; the rows of {Quoted(candidates)} are bare digits that could be telephone numbers or keys");
        throw new ImportException($"{_file}: {Place}: no heading names a telephone number. The headings are: {string.Join(", ", _names)}. Say which with columns.phones.");
    }

    private ImportException Ask(string what) =>
        new($"{_file}: {Place}: {what}. Nothing is imported, so that no stranger is called: say which with columns.phones, such as \"columns\": {{ \"phones\": [\"{Example()}\"] }}.");

    private string Example() => _names[Math.Max(0, Array.FindIndex(_tallies, tally => tally.LooksLikePhones))];

    private string Quoted(List<int> columns) => string.Join(" and ", columns.Select(i => $"\"{_names[i]}\""));

    private List<int> Columns(Predicate<int> where) => [.. Enumerable.Range(0, _names.Length).Where(i => where(i))];

    /// <summary>What the mapping names must be there, in the letters of the file or in its plain form.</summary>
    private int Require(string name)
    {
        int at = Array.FindIndex(_names, heading => string.Equals(heading, name.Trim(), StringComparison.OrdinalIgnoreCase));
        if (at < 0)
            at = Array.FindIndex(_names, heading => PlainText.Of(heading) == PlainText.Of(name));
        return at >= 0 ? at : throw new ImportException($"{_file}: {Place}: no column \"{name}\". The headings are: {string.Join(", ", _names)}.");
    }

    private int[] MapPhones(IReadOnlyList<string> phones)
    {
        int[] mapped = [.. phones.Select(Require).Distinct()];
        foreach (int i in mapped)
            (_roles[i], _why[i]) = (ColumnRole.Data, "mapped");
        return mapped;
    }

    private ColumnLayout MakeLayout(IReadOnlyList<int> phones, ColumnMapping? mapping)
    {
        int timeZone = One(mapping?.TimeZone, ColumnRole.TimeZone), country = One(mapping?.Country, ColumnRole.Country);
        int postalCode = One(mapping?.PostalCode, ColumnRole.PostalCode), state = One(mapping?.State, ColumnRole.State);
        int consent = One(mapping?.Consent, ColumnRole.Consent), consentDate = One(mapping?.ConsentDate, ColumnRole.ConsentDate);
        int priority = One(mapping?.Priority, ColumnRole.Priority), customerKey = One(mapping?.CustomerKey, ColumnRole.CustomerKey);
        foreach (int i in phones)
            _roles[i] = ColumnRole.Phone;
        return new ColumnLayout(_names, phones)
        {
            TimeZone = timeZone,
            Country = country,
            PostalCode = postalCode,
            State = state,
            Consent = consent,
            ConsentDate = consentDate,
            Priority = priority,
            CustomerKey = customerKey,
            AreaCode = Array.IndexOf(_roles, ColumnRole.AreaCode),
            Objection = Array.IndexOf(_roles, ColumnRole.Objection),
            MonthFirst = IsMonthFirst(consent, consentDate),
            Findings = [.. Enumerable.Range(0, _names.Length).Select(i => new ColumnFinding(_names[i], _roles[i], Why(i)))],
        };
    }

    /// <summary>The mapped column takes the role from the one that was recognised.</summary>
    private int One(string? name, ColumnRole role)
    {
        int usual = Array.IndexOf(_roles, role);
        if (name is null)
            return usual;
        int mapped = Require(name);
        if (usual >= 0 && usual != mapped)
            (_roles[usual], _why[usual]) = (ColumnRole.Data, $"left: \"{_names[mapped]}\" is mapped for that");
        (_roles[mapped], _why[mapped]) = (role, "mapped");
        return mapped;
    }

    private string Why(int column)
    {
        if (_roles[column] != ColumnRole.Phone)
            return _why[column];
        var tally = _tallies[column];
        string rows = string.Create(CultureInfo.InvariantCulture, $"{tally.Read} of {tally.Filled} cells hold a number");
        return _why[column].Length == 0 ? rows : $"{_why[column]}; {rows}";
    }

    /// <summary>A 16/03 among the dates settles it for all of them; without one, and with both, the country's usage holds.</summary>
    private bool IsMonthFirst(int consent, int consentDate)
    {
        int dayFirst = 0, monthFirst = 0;
        foreach (string cell in new[] { consent, consentDate }.Where(column => column >= 0).SelectMany(column => _sample.Cells(column, _line.FirstRow)))
            if (DateText.OnlyOrder(cell) is { } first)
                _ = first ? monthFirst++ : dayFirst++;
        return (dayFirst, monthFirst) switch
        {
            (0, > 0) => true,
            ( > 0, 0) => false,
            _ => _home.IsNorthAmerican,
        };
    }
}

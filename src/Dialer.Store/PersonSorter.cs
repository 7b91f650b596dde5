namespace Dialer.Store;

/// <summary>
/// Gives the leads of a portion their persons before they are written, where that is plain: nobody has their key or
/// their numbers yet, or one person who is called by no other key. The others are left to <see cref="PersonWriter.Assign"/>.
/// </summary>
internal static class PersonSorter
{
    /// <summary>Of someone who objected: what comes with the lead is to be bound.</summary>
    private const int Tangled = -1;

    /// <returns>A person for each lead; 0: to be assigned. And the persons among them that are new, in order.</returns>
    public static (long[] Persons, long FirstNew) Sort(StoreSession session, IReadOnlyList<ImportedLead> leads)
    {
        var byKey = PersonsByKey(session, leads);
        var byNumber = PersonsByNumber(session, leads);
        long firstNew = session.ExecuteScalar<long>("SELECT COALESCE(MAX(person_id), 0) + 1 FROM persons");
        long next = firstNew;
        long[] persons = new long[leads.Count];
        var newKeys = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < persons.Length; i++)
        {
            if (Find(leads[i], byKey, byNumber) is not { } known)
                continue;
            if (known != 0)
                persons[i] = known;
            else if (leads[i].CustomerKey is not { } key || newKeys.Add(key))
                persons[i] = next++;
        }
        return (persons, firstNew);
    }

    /// <returns>0: nobody that is known; null: it is not plain.</returns>
    private static long? Find(ImportedLead lead, Dictionary<string, long> byKey, Dictionary<string, Owner> byNumber)
    {
        long person = lead.CustomerKey is { } key ? byKey.GetValueOrDefault(key) : 0;
        if (person == Tangled)
            return null;
        foreach (var phone in lead.Phones)
            if (byNumber.TryGetValue(phone.Number, out var owner))
            {
                bool isSame = owner.Person != 0 && (person == 0 || person == owner.Person) && owner.CustomerKey == lead.CustomerKey;
                if (!isSame)
                    return null;
                person = owner.Person;
            }
        return person;
    }

    private static Dictionary<string, long> PersonsByKey(StoreSession session, IReadOnlyList<ImportedLead> leads)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var lead in leads)
            if (lead.CustomerKey is { } key)
                keys.Add(key);
        if (keys.Count == 0)
            return [];
        return session.Query<(string Key, long Person)>(
            $"""
            SELECT customer_key, CASE WHEN EXISTS (SELECT 1 FROM objections WHERE objections.person_id = persons.person_id) THEN {Tangled} ELSE person_id END
            FROM persons WHERE customer_key {session.In("keys")}
            """, new { keys = session.Each(keys) }).ToDictionary(row => row.Key, row => row.Person, StringComparer.Ordinal);
    }

    /// <summary>Whose the numbers are already. A number of several, of someone who objected or on the company's own list is nobody's: person 0.</summary>
    private static Dictionary<string, Owner> PersonsByNumber(StoreSession session, IReadOnlyList<ImportedLead> leads)
    {
        var numbers = leads.SelectMany(lead => lead.Phones).Select(phone => phone.Number);
        var owners = new Dictionary<string, Owner>(StringComparer.Ordinal);
        var which = new { numbers = session.Each(numbers) };
        foreach (var (number, person, key, hasObjected) in session.Stream<(string Number, long Person, string? Key, long HasObjected)>(
            $"""
            SELECT person_numbers.number, persons.person_id, persons.customer_key,
                CASE WHEN EXISTS (SELECT 1 FROM objections WHERE objections.person_id = persons.person_id) THEN 1 ELSE 0 END
            FROM person_numbers JOIN persons ON persons.person_id = person_numbers.person_id WHERE person_numbers.number {session.In("numbers")}
            """, which))
            owners[number] = hasObjected != 0 || owners.ContainsKey(number) ? default : new Owner(person, key);
        foreach (string number in session.Stream<string>($"SELECT number FROM do_not_call WHERE binds = 'Person' AND number {session.In("numbers")}", which))
            owners[number] = default;
        return owners;
    }

    private readonly record struct Owner(long Person, string? CustomerKey);
}

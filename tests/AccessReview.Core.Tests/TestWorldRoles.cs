using AccessReview.Core.Applications;
using AccessReview.Core.Extracts;

namespace AccessReview.Core.Tests;

/// <summary>The roles that stand in the reading.</summary>
public sealed partial class TestWorld
{
    /// <summary>The reading has an account more for each of these roles.</summary>
    public Task AlsoHeldAsync(params string[] roles) => Run("Seed", scope =>
    {
        foreach (var (role, i) in roles.Select((r, i) => (r, i)))
        {
            var email = $"more{i}@example.test";
            var account = scope.Add(new Account { Id = scope.NewId(), ApplicationId = ApplicationId, SourceKey = TextKey.Of(email), FirstExtractId = ExtractId });
            scope.Add(new AccountRecord
            {
                Id = scope.NewId(), ExtractId = ExtractId, AccountId = account.Id, Line = i, Email = email, EmailKey = TextKey.Of(email), Name = email, NameSort = TextKey.Sort(email),
                Role = role, RoleKey = TextKey.Of(role), Status = AccountStatus.Active, LastUsedState = LastUsedState.NotKnown,
            });
        }
    });
}
